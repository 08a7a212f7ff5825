"""What is noted of each report, and what it answers while nothing has changed.

Each report has one record, in the manner of a build system: how its inputs lay when it was last right, what was said of it,
and for each format what it was made of and how its files lie. While the inputs lie so, the record answers.
"""

import json
import os
import stat
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportgen.core.catalogue import CATALOGUE
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile, Waiver
from reportgen.core.names import ReportKey
from reportgen.formats.registry import FORMATS
from reportgen.output.inputs import has_state
from reportgen.read.workspace import build_path

FOLDER = "build/.made"
_LARGEST = 1_000_000
# More lines than a file of text may have.
_MOST_LINES = 1_000_000
# What is raised where a record is not as it was written.
NOT_WHOLE = (ValueError, LookupError, TypeError, AttributeError, RecursionError)


@dataclass(frozen=True, slots=True)
class MadeFormat:
    """One format of a report.

    Shape: `made_of` is the digest of what it was made of, empty where more was said than is said again; `files` by name, each
    with the digest of its bytes and how it lies.
    """

    made_of: str
    files: dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BuildRecord:
    """What is noted of a report that has no error.

    Shape: `inputs` is how they lay before it was read, empty where no later command is to know; `diagnostics` is what was said
    of it; `made_from` is how the inputs lay when all its formats were last up to date, and `folder` how its folder lies.
    """

    inputs: str = ""
    heading: str = ""
    diagnostics: tuple[Diagnostic, ...] = ()
    made_from: str = ""
    folder: str = ""
    formats: dict[str, MadeFormat] = field(default_factory=dict)


def recall(root: Path, key: ReportKey, formats: tuple[str, ...], inputs: str) -> BuildRecord | None:
    """The record of a report whose inputs lie as they did; None where they do not, or a file of it is not as it was made.

    Shape: with no formats it is only checked; with some, all that were made earlier are to be up to date too. Why: files are
    looked at and not opened, so a copy of a workspace, whose files have other numbers and times, is made anew.
    """
    record = read_record(root, key)
    if not inputs or record.inputs != inputs:
        return None
    known, folder = record.formats, f"{root}/{build_path(key)}"
    # A folder lies as it did where it has no file more or less.
    if formats and not (
        set(formats) <= known.keys()
        and record.made_from == inputs
        and has_state(folder, record.folder)
        and all(is_unchanged(folder, made) for made in known.values())
    ):
        return None
    return record


def record_check(root: Path, key: ReportKey, checked: BuildRecord) -> None:
    """Notes that a report is right, where anything is kept at all. Why: a check of a workspace without build/ adds nothing."""
    if checked.inputs and (root / FOLDER).parent.is_dir():
        known = read_record(root, key)
        write_record(
            root, key, replace(known, inputs=checked.inputs, heading=checked.heading, diagnostics=checked.diagnostics)
        )


def write_record(root: Path, key: ReportKey, record: BuildRecord) -> None:
    """Notes what is known of a report. Why: a record that cannot be written costs time later, and nothing else."""
    values = asdict(replace(record, diagnostics=()))
    write_json_record(root, _path(key), values | {"diagnostics": list(map(_stored, record.diagnostics))})


def read_record(root: Path, key: ReportKey) -> BuildRecord:
    """What was noted of a report; nothing where that is not whole."""
    try:
        whole = read_json_record(root, _path(key))
        formats = {name: _made(whole["formats"][name]) for name in FORMATS if name in whole["formats"]}
        # Whatever else is named there is no file of a report.
        if all(made.files and all(os.path.basename(file) == file for file in made.files) for made in formats.values()):  # noqa: PTH119
            words = {name: str(whole[name]) for name in ("inputs", "heading", "made_from", "folder")}
            return BuildRecord(**words, diagnostics=tuple(map(_restored, whole["diagnostics"])), formats=formats)
    except (OSError, *NOT_WHOLE):
        pass
    return BuildRecord()


def write_json_record(root: Path, path: str, values: dict[str, Any]) -> None:
    """Writes a record as JSON."""
    from reportgen.output.publish import publish_file

    publish_file(root, path, (json.dumps(values) + "\n").encode(), flushed=False)


def read_json_record(root: Path, path: str) -> Any:
    """The values of a record. Raises: OSError, and those of NOT_WHOLE where it is no JSON; nothing but a file is opened."""
    full = f"{root}/{path}"
    found = os.stat(full)  # noqa: PTH116 - done for many records, and twice as fast
    if not stat.S_ISREG(found.st_mode) or found.st_size > _LARGEST:
        return {}
    with open(full, "rb") as file:
        return json.loads(file.read())


def _made(value: Any) -> MadeFormat:
    files = {str(file): (str(digest), str(state)) for file, (digest, state) in value["files"].items()}
    return MadeFormat(str(value["made_of"]), files)


def is_unchanged(folder: Path | str, made: MadeFormat) -> bool:
    """Whether all files of a format lie as they were written."""
    return all(has_state(f"{folder}/{file}", state) for file, (_, state) in made.files.items())


def _path(key: ReportKey) -> str:
    return f"{FOLDER}/{key.kind}.{key.year}.{key.area}.json"


def _stored(diagnostic: Diagnostic) -> str:
    """One diagnostic as a line of JSON, with its places by path, line, column, length and the words of the line."""
    waiver = diagnostic.waiver
    values = [
        diagnostic.slug,
        _stored_place(diagnostic.place),
        diagnostic.message,
        diagnostic.hint,
        [[words, place and _stored_place(place)] for words, place in diagnostic.related],
        diagnostic.figure,
        waiver and [waiver.role, waiver.day.isoformat(), waiver.reason, _stored_place(waiver.place)],
    ]
    return json.dumps(values)


@lru_cache(maxsize=1024)
def _restored(line: str) -> Diagnostic:
    """The diagnostic of this line. Raises: TypeError, ValueError, LookupError, where it is that of none.

    Why: what is said of an edition is said for each of its reports, and is taken up once for all of them.
    """
    slug, place, message, hint, related, figure, waiver = json.loads(line)
    if slug not in CATALOGUE:
        raise LookupError(slug)
    others = tuple((words, other and _place(other)) for words, other in related)
    return Diagnostic(slug, _place(place), message, hint, others, figure, _waiver(waiver))


def _waiver(value: Any) -> Waiver | None:
    if value is None:
        return None
    role, day, reason, place = value
    return Waiver(role, date.fromisoformat(day), reason, _place(place))


def _stored_place(place: Place) -> list[object]:
    return [place.file.path, place.line, place.column, place.length, place.source_line]


def _place(value: Any) -> Place:
    path, line, column, length, words = value
    if not 0 <= line <= _MOST_LINES:
        raise ValueError(line)
    # No more of the file is ever shown than this line.
    lines = () if words is None else (*("",) * (line - 1), str(words))
    return Place(SourceFile(path, lines), line, column, length)
