"""Two versions held against each other.

Comes in: two documents or two editions. Goes out: a Comparison, which names all that changed and nothing that did not.
"""

from dataclasses import dataclass, field, replace

from reportgen.compare.bundle_version import read_bundle
from reportgen.compare.edition_version import version_of_edition
from reportgen.compare.report_version import version_of
from reportgen.compare.sections import SectionChange, compare_sections
from reportgen.compare.tables import TableChange, compare_tables
from reportgen.compare.version import Version
from reportgen.core.diagnostic import Collector, collecting
from reportgen.document.build import Document
from reportgen.read.edition import Edition
from reportgen.read.workspace import Workspace


@dataclass(frozen=True, slots=True)
class FactChange:
    """One fact that changed. Shape: empty on the side that does not have it."""

    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from one version to another.

    Shape: `subject` is what is compared, such as “London”; the two names tell its versions apart; `tables` and `sections`
    hold all there are, also those that did not change; `look` are the style sheets of the newer side's theme.
    """

    subject: str
    old_name: str
    new_name: str
    facts: tuple[FactChange, ...]
    tables: tuple[TableChange, ...]
    sections: tuple[SectionChange, ...]
    language: str = "en-GB"
    look: str = field(default="", repr=False)

    @property
    def changed_tables(self) -> tuple[TableChange, ...]:
        """The tables in which something changed."""
        return tuple(table for table in self.tables if table.is_changed)

    @property
    def changed_sections(self) -> tuple[SectionChange, ...]:
        """The sections in which something changed."""
        return tuple(section for section in self.sections if section.is_changed)

    @property
    def is_same(self) -> bool:
        """Whether nothing changed."""
        return not (self.facts or self.changed_tables or self.changed_sections)


def compare_versions(subject: str, old: Version, new: Version) -> Comparison:
    """All that changed from one version to another."""
    return Comparison(
        subject,
        old.name,
        new.name,
        tuple(
            FactChange(name, old.facts.get(name, ""), new.facts.get(name, ""))
            for name in {**old.facts, **new.facts}
            if old.facts.get(name) != new.facts.get(name)
        ),
        compare_tables(old.tables, new.tables),
        compare_sections(old.sections, new.sections),
        new.language,
        new.look,
    )


def compare_reports(old: Document, new: Document, *, names: tuple[str, str] = ("", "")) -> Comparison:
    """What changed from one report to another: of two years, or of one year at two times.

    Shape: `names` tell the two apart; without them, their years do.
    """
    is_same_year = old.report.period == new.report.period
    before = version_of(old, facts=None if is_same_year else new.report, with_figures=is_same_year)
    after = version_of(new, with_figures=is_same_year)
    subject = new.report.area.name + (f" {new.report.period.label}" if is_same_year else "")
    return compare_versions(
        subject, replace(before, name=names[0] or before.name), replace(after, name=names[1] or after.name)
    )


@collecting
def compare_with_bundle(collector: Collector, workspace: Workspace, new: Document, asked: str = "") -> Comparison:
    """What changed in a report since a bundle of it was published: the last one, if none is asked for.

    Shape: `asked` is the name of a bundle, its day or its digest.
    Errors: no-counterpart, bundle-unreadable.
    """
    before = collector.take(read_bundle(workspace, new.report, asked))
    after = version_of(new)
    known = {name: words for name, words in after.facts.items() if name in before.facts}
    subject = f"{new.report.area.name} {new.report.period.label}"
    return compare_versions(subject, before, replace(after, name="now", facts=known))


def compare_editions(old: Edition, new: Edition) -> Comparison:
    """What changed from one edition to another: what it asks of each area, its tables, and its wording as it was typed."""
    subject = new.kind.replace("-", " ").capitalize()
    return compare_versions(subject, version_of_edition(old, new), version_of_edition(new, old))
