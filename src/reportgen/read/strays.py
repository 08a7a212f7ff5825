"""Files and folders below data/ and content/ that no report takes in, and those of an edition that nothing reads.

Comes in: a workspace and a kind of document. Goes out: a diagnostic for each, at its name, with the name that was most likely
meant. A folder that is told is not looked into.
"""

import unicodedata
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.core.diagnostic import Diagnostic, whole_file
from reportgen.core.names import ReportKey, closest, did_you_mean, parse_year, plain_name
from reportgen.read.packaged import full_path, locate
from reportgen.read.workspace import (
    AREAS,
    Workspace,
    command,
    edition_path,
    figures_path,
    find_area,
    is_of_system,
    list_kinds,
    list_reports,
    list_years,
    names_in,
    theme_path,
    year_path,
)

if TYPE_CHECKING:
    from reportgen.read.edition import Edition

_OF_EDITIONS = (".css", ".docx", ".j2", ".md")
# How the columns of an area's return are kept.
_RETURN = "return.yaml"
# How much of one alphabet's letters others look like. Source: the “confusables” of Unicode, as far as small letters go.
_LATIN = str.maketrans("аеіјорсԁһӏухѕԛԝκνορι", "aeijopcdhlyxsqwkvopi")


def find_strays(
    workspace: Workspace, kind: str, years: Collection[int] = (), areas: Collection[str] = ()
) -> Iterator[Diagnostic]:
    """What lies below data/ and content/ and is in no report of the kind.

    Shape: with `years`, only what may belong to those or to none; with `areas`, only what is named almost as one of those.
    Errors: file-left-out.
    """
    if not areas:
        yield from _in_trees(workspace, kind)
    known = list_years(workspace, kind)
    for found, area in _in_years(workspace, kind, set(years or known).intersection(known)):
        if not areas or area in areas:
            yield found


def strays_of_edition(root: Path, edition: "Edition") -> Iterator[Diagnostic]:
    """Texts, notes, templates and style sheets that lie beside those of an edition or of its theme, and that nothing reads.

    Errors: file-left-out.
    """
    folder, theme = (
        locate(root, path) for path in (edition_path(edition.kind, edition.name), theme_path(edition.shape.theme))
    )
    for path, used in (
        (f"{folder}/sections", [f"{name}.md.j2" for name in edition.sections]),
        (f"{folder}/notes", [f"{name}.md" for name in edition.notes]),
        (theme, [*edition.partials, *edition.styles, Path(edition.reference.path).name]),
    ):
        for found in _unused(full_path(root, path), used):
            if found.suffix in _OF_EDITIONS:
                message = f"nothing takes in {found.name}, neither an edition nor its theme"
                yield _diagnostic(f"{path}/{found.name}", message, did_you_mean(found.name, used))


def _in_trees(workspace: Workspace, kind: str) -> Iterator[Diagnostic]:
    """What lies above the folders of years."""
    kinds, years = list_kinds(workspace), tuple(map(str, list_years(workspace, kind)))
    for tree, beside_kinds, beside_years in (("data", (AREAS.rpartition("/")[2],), (_RETURN,)), ("content", (), ())):
        for path in _unused(workspace.root / tree, (*kinds, *beside_kinds)):
            told, message = f"{tree}/{path.name}", f"there is no kind of document “{path.name}”"
            hint = did_you_mean(path.name, list(kinds))
            yield _diagnostic(told, message, hint) if path.is_dir() else _misplaced(told)
        for path in _unused(workspace.root / tree / kind, (*years, *beside_years)):
            yield _year_told(workspace, kind, f"{tree}/{kind}/{path.name}", path)


def _year_told(workspace: Workspace, kind: str, path: str, found: Path) -> Diagnostic:
    """What stands in the place of the folder of a year."""
    year = parse_year(found.name)
    if not found.is_dir():
        return _misplaced(path)
    if year is None:
        message = f"“{found.name}” is no year from 2000 to 2099"
        return _diagnostic(path, message, "a folder is named by the year that begins in it: 2024")
    if found.name != str(year):
        right = found.with_name(str(year))
        hint = f"put what it holds into the folder {year}" if right.exists() else f"name the folder {year}"
        return _diagnostic(path, f"a year is not written “{found.name}” here", hint)
    message = f"the year {year} has pages, and no {year_path(kind, year)}"
    return _diagnostic(path, message, f"to begin the year: {command(workspace, kind, f'new year {year}')}")


def _in_years(workspace: Workspace, kind: str, years: set[int]) -> Iterator[tuple[Diagnostic, str | None]]:
    """What lies in the folders of years, beside the figures files and the folders of pages, with the area that is meant."""
    reports = list_reports(workspace, kind)
    for year in sorted(years):
        folders = {key.area for key in reports if key.year == year}
        files = {f"{area}.yaml" for area in folders} | {"year.yaml"}
        for path in _unused(workspace.root / "data" / kind / str(year), files):
            area = _area_meant(workspace, path.name.rpartition(".")[0] or path.name)
            told = f"data/{kind}/{year}/{path.name}"
            yield _named_told(told, path, f"{area}.yaml" if area else "", "a figures file", files), area
        for path in _unused(workspace.root / "content" / kind / str(year), folders):
            area, told = _area_meant(workspace, path.name), f"content/{kind}/{year}/{path.name}"
            if path.is_dir() and path.name == area:
                message = f"{path.name} has pages for {year}, and no {figures_path(ReportKey(kind, year, area))}"
                # Whoever asks for this area alone is told so by that report itself.
                yield (
                    _diagnostic(told, message, f"to begin it: {command(workspace, kind, f'new area {area} {year}')}"),
                    None,
                )
            else:
                yield _named_told(told, path, area or "", "a folder of pages", folders), area


def _named_told(told: str, path: Path, meant: str, what: str, names: Collection[str]) -> Diagnostic:
    """What is not named as an area's file or folder is."""
    message = f"no report takes in {path.name}, since {what} is called as its area is in {AREAS}"
    odd = next((letter for letter in path.name if ord(letter) > 127 and letter.isalpha()), "")
    if odd:
        message = f"no report takes in {path.name}: “{odd}” in its name is {unicodedata.name(odd, 'no letter').lower()}"
    hint = "give it the name of its area, in small letters with hyphens, or take it away"
    if meant in names:
        hint = f"{meant} is there as well: keep the one that holds"
    elif meant:
        hint = f"name it {meant}, if that is meant"
    return _diagnostic(told, message, hint)


def _misplaced(path: str) -> Diagnostic:
    return _diagnostic(path, "no report takes in a file that stands here", "put it into the folder of its year or area")


def _diagnostic(path: str, message: str, hint: str) -> Diagnostic:
    return Diagnostic("file-left-out", whole_file(path), message, hint or "take it away, or put it where it belongs")


def _area_meant(workspace: Workspace, name: str) -> str | None:
    """The area that a name of a file most likely means; None where it means none."""
    plain = plain_name(unicodedata.normalize("NFKC", name).casefold().translate(_LATIN))
    return find_area(workspace, plain) or closest(plain, list(workspace.areas), 0.85)


def _unused(folder: Path, used: Collection[str]) -> Iterator[Path]:
    """What a folder holds besides what is used and what systems put there."""
    for name in sorted(names_in(folder)):
        if not is_of_system(name) and name not in used:
            yield folder / name
