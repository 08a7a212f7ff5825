"""What of a report is to be made, so that nothing is made twice and nothing out of date stays unnoticed.

Comes in: a report that is right, and its record. Goes out: which formats are to be made, and the new record.
"""

import stat
from dataclasses import dataclass, replace
from hashlib import sha256
from os.path import lexists
from pathlib import Path

from reportgen.check.report import Report
from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.core.names import ReportKey
from reportgen.formats.artifact import Artifact
from reportgen.formats.fingerprint import program_fingerprint
from reportgen.formats.pdf.system_libraries import Unknown
from reportgen.formats.registry import FORMATS
from reportgen.output.build_record import BuildRecord, MadeFormat, is_unchanged, read_record, write_record
from reportgen.output.inputs import file_state
from reportgen.output.publish import publish
from reportgen.read.workspace import REVIEW, build_path


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
        return tuple(name for made in self.kept.values() for name in made.files)


def plan_formats(root: Path, report: Report, formats: tuple[str, ...]) -> FormatPlan:
    """What is to be done so that the folder of a report holds the formats asked for, and those made earlier, of its very sources.

    Why: a file is trusted only where it lies as it was written, with its number and times and its bytes. A copy of a
    workspace, or one that came from elsewhere, is made anew, so that no foreign file passes for a report. A file that
    somebody changed is theirs, until its format is asked for.
    """
    key = report.key
    folder = root / build_path(key)
    fingerprints = {name: _fingerprint(name, report) for name in FORMATS}
    known = {name: made for name, made in read_record(root, key).formats.items() if _has_its_bytes(folder, made)}
    kept = {
        name: made
        for name, made in known.items()
        if made.made_of == fingerprints[name] != "" and is_unchanged(folder, made)
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


def _fingerprint(name: str, report: Report) -> str:
    """One digest of all that a format of a report is made of; empty where that cannot be told."""
    try:
        rest = program_fingerprint(for_print=name == "pdf")
    except (Unknown, OSError):
        return ""
    lines = (f"{path} {digest}" for path, digest in sorted(report.digests.items()))
    return sha256("\n".join((rest, name, str(report.file_date), *lines)).encode()).hexdigest()


def not_made_anew(key: ReportKey, name: str, why: tuple[Diagnostic, ...]) -> Diagnostic:
    """The warning that a format made earlier is out of date and stays so. Errors: not-made-anew."""
    place = whole_file(f"{build_path(key)}/{FORMATS[name].files[0]}")
    reason = why[0].message if why else "the report has no tables any more"
    message = f"this {name} is of an earlier version of the report, and could not be made anew: {reason}"
    hint = f"to see all that is in the way, add --format {name}; if nobody needs the file any more, delete it"
    return Diagnostic("not-made-anew", place, message, hint)


def publish_formats(
    root: Path, key: ReportKey, plan: FormatPlan, made: dict[str, Outcome[tuple[Artifact, ...]]]
) -> Outcome[tuple[Path, ...]]:
    """Puts the formats that were made into the folder of the report.

    Why: where nothing was kept, the page for the board goes too, since it tells of the report that was there before.
    Errors: cannot-write.
    """
    artifacts = tuple(artifact for outcome in made.values() for artifact in outcome.value or ())
    if not artifacts:
        return Outcome(())
    former = {file for name in made for file in FORMATS[name].files}
    has_pictures = any(FORMATS[name].has_pictures for name in made)
    return publish(root, build_path(key), artifacts, former | (set() if plan.kept else {REVIEW}), pictures=has_pictures)


def record_build(
    root: Path,
    key: ReportKey,
    plan: FormatPlan,
    made: dict[str, Outcome[tuple[Artifact, ...]]],
    report: BuildRecord,
    *,
    is_silent: bool,
) -> None:
    """Notes what was made, beside what is still there, whose times are others in a new folder.

    Why: a record that cannot be written costs time later, and nothing else. What was said of the document, or while a format was
    made, would not be said again, so without `is_silent` a format is made each time that an input changes.
    Shape: the inputs of the report are empty where more was said than a record can tell again.
    """
    folder = root / build_path(key)
    try:
        formats = {
            name: MadeFormat(
                one.made_of if name in plan.kept else "",
                {file: (digest, file_state(folder / file)) for file, (digest, _) in one.files.items()},
            )
            for name, one in plan.known.items()
            if name not in made
        } | {
            name: MadeFormat(
                plan.fingerprints[name] if is_silent and not outcome.diagnostics else "",
                {
                    one.name: (sha256(one.data).hexdigest(), file_state(folder / one.name))
                    for one in outcome.value or ()
                },
            )
            for name, outcome in made.items()
        }
        made_from = "" if any(outcome.diagnostics for outcome in made.values()) else report.inputs
        record = replace(report, made_from=made_from, folder=file_state(folder), formats=formats)
    except OSError:
        return
    write_record(root, key, record)


def _has_its_bytes(folder: Path, made: MadeFormat) -> bool:
    try:
        return all(
            stat.S_ISREG((folder / file).lstat().st_mode) and sha256((folder / file).read_bytes()).hexdigest() == digest
            for file, (digest, _) in made.files.items()
        )
    except OSError:
        return False
