"""The order of the stations for an edition that is checked by itself.

Comes in: a workspace, a kind and the name of an edition. Goes out: all that is wrong with it, before any area uses it.
"""

from datetime import date

from reportgen.check.made_up import day_of_publication, made_up_reports
from reportgen.check.waivers import apply_edition_waivers
from reportgen.check.wording import (
    late_words,
    left_as_typed,
    left_to_fill_in,
    notes_in_order,
    parts_of_a_report,
    words_of_wording,
)
from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, Outcome, in_reading_order, whole_file
from reportgen.document.build import Document, build_document
from reportgen.document.templating.sandbox import Branches
from reportgen.document.templating.templates import traced_wording
from reportgen.formats.govspeak.publishing_form import publishing_form
from reportgen.formats.html.theme_lint import lint_theme
from reportgen.formats.word.reference import read_reference
from reportgen.read.edition import Edition, read_edition
from reportgen.read.packaged import full_path, locate
from reportgen.read.source import read_year
from reportgen.read.strays import strays_of_edition
from reportgen.read.text import read_text
from reportgen.read.workspace import Workspace, begun_years, edition_path
from reportgen.tree.nodes import NoteReference, Table
from reportgen.tree.walk import find


def check_edition(workspace: Workspace, kind: str, name: str) -> Outcome[Edition]:
    """An edition, tried on made-up reports in which every branch of its text is taken that can be.

    Why: a fault in a branch, or in a text that only complete figures reach, would show in the middle of the first report.
    Errors: those of reading an edition, of building a document, of its theme and of the publishing form; branch-untried,
    file-left-out, note-order, placeholder, markdown-slip, empty-page, unsafe-link, wording-too-late, waiver-refused,
    waiver-unused; those of the rules for words.
    """
    folder = edition_path(kind, name)
    read = read_edition(workspace.root, kind, name, whole_file(folder))
    if read.value is None:
        return read
    edition = read.value
    year, published = _first_year(workspace, kind, edition)
    found = [*read.diagnostics, *lint_theme(edition), *read_reference(edition.reference).diagnostics]
    found.extend(strays_of_edition(workspace.root, edition))
    branches = Branches()
    wording = traced_wording(edition, branches)
    whole: Document | None = None
    for report in made_up_reports(workspace, edition, year, published):
        built = build_document(report, wording)
        found.extend(built.diagnostics)
        if built.value:
            found.extend((*left_as_typed(edition, built.value.tree), *parts_of_a_report(edition, built.value.tree)))
        whole = whole or built.value
    if whole:
        found.extend((*_untried(branches), *publishing_form(whole).diagnostics))
        tables = find(whole.tree.sections, Table)
        cited = tuple(note.letter for table in tables for note in find(table, NoteReference))
        found.extend(notes_in_order(edition, cited))
    found.extend(words_of_wording(edition))
    changes = locate(workspace.root, f"{folder}/CHANGES.md")
    text = read_text(workspace.root, changes, found.append) if full_path(workspace.root, changes).exists() else None
    found.extend(left_to_fill_in(edition, text))
    found.extend(late_words(edition, edition.period(year), day_of_publication(edition, year, published)))
    return Outcome(edition, in_reading_order(apply_edition_waivers(edition, found))[:MOST_TOLD])


def _first_year(workspace: Workspace, kind: str, edition: Edition) -> tuple[int, date | None]:
    """The first year that asks for an edition, with its day of publication; where none does, the year in its name."""
    for year in begun_years(workspace, kind):
        facts = read_year(workspace, kind, year).value
        if facts is not None and facts.shape.edition == edition.name:
            return year, facts.shape.published
    return int(edition.name.partition(".")[0]), None


def _untried(branches: Branches) -> tuple[Diagnostic, ...]:
    """Branches that no made-up report takes. Errors: branch-untried."""
    message = "none of the made-up reports comes to what is printed here, so nobody knows whether it is right"
    hint = (
        'ask for what is known: year.population, former_years, is_draft, is_pending("…"), area.country, area.welsh_name'
    )
    return tuple(Diagnostic("branch-untried", place, message, hint) for place in branches.untaken)
