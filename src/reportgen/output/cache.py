"""What was made of what, so that nothing is made twice and nothing out of date stays unnoticed.

Comes in: the digests of all that a report is made of. Goes out: which formats lie there as they were made of just that, and
which are to be made.
"""

import json
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from os.path import lexists
from pathlib import Path

from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.core.names import ReportKey
from reportgen.formats.artifact import Artifact
from reportgen.formats.fingerprint import ingredients
from reportgen.formats.pdf.system_libraries import Unknown
from reportgen.formats.registry import FORMATS
from reportgen.output.publish import publish, publish_file
from reportgen.read.text import Digest, read_bytes
from reportgen.read.workspace import REVIEW, build_path

FOLDER = "build/.made"
_LARGEST = 1_000_000
_State = list[str | int]


@dataclass(frozen=True, slots=True)
class MadeFormat:
    """One format of a report. Shape: `made_of` is the digest of what it was made of; `states` by the names of its files."""

    made_of: str
    states: dict[str, _State]


@dataclass(frozen=True, slots=True)
class FormatPlan:
    """What is to be done for each format of a report.

    Shape: `known` lie there as they were made, and `kept` of them are up to date; `missing` were asked for and are to be made;
    `outdated` were not asked for, and are known and not up to date; `diagnostics` tell of files of other formats that are not
    as they were made. `fingerprints` by format, empty where it cannot be told.
    """

    fingerprints: dict[str, str]
    known: dict[str, MadeFormat]
    kept: dict[str, MadeFormat]
    missing: tuple[str, ...]
    outdated: tuple[str, ...]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def kept_files(self) -> tuple[str, ...]:
        """The files that stay as they are, in the order of the formats."""
        return tuple(name for made in self.kept.values() for name in made.states)


def plan_formats(
    root: Path, key: ReportKey, formats: tuple[str, ...], digests: tuple[Digest, ...], file_date: date
) -> FormatPlan:
    """What is to be done so that a folder holds the formats asked for, and those made earlier, of these very sources.

    Why: a file is trusted only where it lies as it was written, with its number and times and its bytes. A copy of a
    workspace, or one that came from elsewhere, is made anew, so that no foreign file passes for a report. A file that
    somebody changed is theirs, until its format is asked for.
    """
    folder = root / build_path(key)
    fingerprints = {name: fingerprint(name, digests, file_date) for name in FORMATS}
    known = {name: made for name, made in _read(root, key) if _has_its_bytes(folder, made)}
    kept = {
        name: made
        for name, made in known.items()
        if made.made_of == fingerprints[name] != "" and _lies_as_made(folder, made)
    }
    others = {name: one.files for name, one in FORMATS.items() if name not in formats and name not in known}
    changed = {name: file for name, files in others.items() for file in files if lexists(folder / file)}
    return FormatPlan(
        fingerprints,
        known,
        kept,
        tuple(name for name in formats if name not in kept),
        tuple(name for name in known if name not in kept and name not in formats),
        tuple(_changed(key, name, file) for name, file in changed.items()),
    )


def _changed(key: ReportKey, name: str, file: str) -> Diagnostic:
    """The warning that a file of a format that was not asked for is not as it was made. Errors: not-made-anew."""
    message = "this file is not as it was made, so it stays as it is, and may be of another version of the report"
    hint = f"to make it anew, add --format {name}; to keep it as it is, give it another name"
    return Diagnostic("not-made-anew", whole_file(f"{build_path(key)}/{file}"), message, hint)


def fingerprint(name: str, digests: tuple[Digest, ...], file_date: date) -> str:
    """One digest of all that a format of a report is made of; empty where that cannot be told."""
    try:
        rest = ingredients(for_print=name == "pdf")
    except (Unknown, OSError):
        return ""
    lines = (f"{digest.path} {digest.sha256}" for digest in sorted(digests, key=lambda one: one.path))
    return sha256("\n".join((rest, name, str(file_date), *lines)).encode()).hexdigest()


def lies_as_made(root: Path, key: ReportKey) -> bool:
    """Whether every file of a report, whatever it was made of, lies there as it was written."""
    known = dict(_read(root, key))
    folder = root / build_path(key)
    return bool(known) and all(_has_its_bytes(folder, made) and _lies_as_made(folder, made) for made in known.values())


def not_made_anew(key: ReportKey, name: str, why: tuple[Diagnostic, ...]) -> Diagnostic:
    """The warning that a format made earlier is out of date and stays so. Errors: not-made-anew."""
    place = whole_file(f"{build_path(key)}/{FORMATS[name].files[0]}")
    reason = why[0].message if why else "the report has no tables any more"
    message = f"this {name} is of an earlier version of the report, and could not be made anew: {reason}"
    hint = f"to see all that is in the way, add --format {name}; if nobody needs the file any more, delete it"
    return Diagnostic("not-made-anew", place, message, hint)


def publish_formats(
    root: Path, key: ReportKey, plan: FormatPlan, made: dict[str, Outcome[tuple[Artifact, ...]]], *, is_silent: bool
) -> Outcome[tuple[Path, ...]]:
    """Puts the formats that were made into the folder of the report, and notes what they were made of.

    Why: where nothing was kept, the page for the board goes too, since it tells of the report that was there before.
    Shape: `is_silent` where nothing was said of the report itself. Errors: cannot-write.
    """
    artifacts = tuple(artifact for outcome in made.values() for artifact in outcome.value or ())
    if not artifacts:
        return Outcome(())
    former = {file for name in made for file in FORMATS[name].files}
    has_pictures = any(FORMATS[name].has_pictures for name in made)
    written = publish(
        root, build_path(key), artifacts, former | (set() if plan.kept else {REVIEW}), pictures=has_pictures
    )
    if written.value is not None:
        _record(root, key, plan, made, is_silent=is_silent)
    return written


def _record(
    root: Path, key: ReportKey, plan: FormatPlan, made: dict[str, Outcome[tuple[Artifact, ...]]], *, is_silent: bool
) -> None:
    """Notes what was made, beside what is still there, whose times are others in the new folder.

    Why: a note that cannot be written costs time later, and nothing else. What was said while a format was made would not be
    said again, so one that was not made in silence is made each time.
    """
    folder = root / build_path(key)
    try:
        formats = {
            name: [
                one.made_of if name in plan.kept else "",
                {file: [state[0], *_state(folder / file)] for file, state in one.states.items()},
            ]
            for name, one in plan.known.items()
            if name not in made
        } | {
            name: [
                plan.fingerprints[name] if is_silent and not outcome.diagnostics else "",
                {one.name: [sha256(one.data).hexdigest(), *_state(folder / one.name)] for one in outcome.value or ()},
            ]
            for name, outcome in made.items()
        }
    except OSError:
        return
    publish_file(root, _path(key), (json.dumps(formats) + "\n").encode())


def _read(root: Path, key: ReportKey) -> Iterator[tuple[str, MadeFormat]]:
    """The formats that were noted for a report, by name."""
    data = read_bytes(root, _path(key), lambda _: None, largest=_LARGEST)
    try:
        for name, (made_of, states) in json.loads(data or b"{}").items():
            if name in FORMATS and states and all(Path(file).name == file for file in states):
                yield name, MadeFormat(str(made_of), dict(states))
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return


def _lies_as_made(folder: Path, made: MadeFormat) -> bool:
    try:
        return all([state[0], *_state(folder / file)] == state for file, state in made.states.items())
    except (OSError, LookupError, TypeError):
        return False


def _has_its_bytes(folder: Path, made: MadeFormat) -> bool:
    try:
        return all(
            stat.S_ISREG((folder / file).lstat().st_mode)
            and sha256((folder / file).read_bytes()).hexdigest() == state[0]
            for file, state in made.states.items()
        )
    except (OSError, LookupError, TypeError):
        return False


def _path(key: ReportKey) -> str:
    return f"{FOLDER}/{key.kind}.{key.year}.{key.area}.json"


def _state(path: Path) -> _State:
    """How a file lies there: its size, its times and its number. Raises: OSError."""
    found = path.lstat()
    return [found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
