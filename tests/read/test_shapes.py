"""What may stand in each YAML file: every value that does not fit is told at its place, and so is what an edition contradicts."""

from collections.abc import Callable

import pytest

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.read.edition_consistency import find_contradictions
from reportgen.read.edition_shapes import EditionShape
from reportgen.read.located_yaml import Mapping, parse_yaml
from reportgen.read.shape_reader import read_shape
from reportgen.read.shapes import AreaFileShape, AreasShape, PageShape, Shape, SignOffShape, WorkspaceShape, YearShape

Told = Callable[..., None]


def read(shape: type[Shape], text: str, *leaving: str) -> tuple[Shape | None, list[Diagnostic]]:
    """A text as a shape, and what was said of it; of an edition also where it contradicts itself."""
    said: list[Diagnostic] = []
    file = SourceFile("file.yaml", tuple(text.split("\n")))
    tree = parse_yaml(file, said.append)
    assert said == []
    made = read_shape(shape, tree, Place(file, 1, 1), said.append, leaving=leaving)
    if isinstance(made, EditionShape) and isinstance(tree, Mapping):
        said.extend(find_contradictions(made, tree))
    return made, said


@pytest.mark.parametrize(
    ("shape", "text"),
    [
        (YearShape, ""),
        (YearShape, "~"),
        (YearShape, "{}"),
        (YearShape, "words"),
        (YearShape, "- a\n- b"),
        (YearShape, "edition: 2024.1"),
        (YearShape, "edition: 2024.1\npublished: 2025-10-30"),
        (YearShape, "edition: 2024\npublished: 2025-10-32"),
        (YearShape, "edition: []\npublished: 30 October"),
        (YearShape, "edition: {a: 1}\npublished: [2025-10-30]"),
        (YearShape, "edition:\npublished:"),
        (YearShape, "edition: # 2024.1\npublished: 2025-10-30 # Thursday"),
        (YearShape, "edition: #2024.1\npublished: 2025-1-3"),
        (YearShape, "edition: 2024.1\npublished: 2025-10-30\npopulation: 5"),
        (YearShape, "edition: 2024.1\npublished: 2025-10-30\npopulation:\n  estimate: mid-2024"),
        (YearShape, "edition: 2024.1\npublished: 2025-10-30\npopulation: {estimate: a, b, publisher: c, published: 1}"),
        (YearShape, "edition: 2024.1\npublished: 2025-10-30\npopulation: {estimate: a, 5, publisher: c}"),
        (YearShape, "edition: 2024.1\npublished: 2025-10-30\npopulation: {estimate: a, b c, publisher: c}"),
        (YearShape, "edition: 2024.1\npublished: 2025-10-30\npopulation: {estimate: a, b c: d, publisher: c}"),
        (YearShape, "editions: 2024.1\npublish: 2025-10-30\nfar: 1\npopulation: {publishr: a}"),
        (AreaFileShape, "source: a\nstatus: Final"),
        (AreaFileShape, "source: a\nstatus: done"),
        (AreaFileShape, "source: a\nstatus: [final]"),
        (AreaFileShape, "source: a\nstatus:"),
        (AreaFileShape, "source: ' '\npopulation: 0"),
        (AreaFileShape, "source: a\npopulation: 1_000"),
        (AreaFileShape, "source: a\npopulation: +5"),
        (AreaFileShape, "source: a\npopulation: 1000000000000"),
        (AreaFileShape, "source: a\npopulation: [5]"),
        (AreaFileShape, "source: a\npopulation: 8_000"),
        (AreaFileShape, "source: a\npopulation: ٣"),
        (AreaFileShape, "source: a\ndetails: [a]"),
        (AreaFileShape, "source: a\ndetails: {A b: c, d: }"),
        (AreaFileShape, "source: a\ntable: 1\nrevision: 2"),
        (AreaFileShape, "source: a\ndetails: {tables: a}\ntables: {}"),
        (AreaFileShape, "source: a\nwaivers:\n  - {tabels: b}"),
        (AreaFileShape, "source: " + "a" * 2001),
        (WorkspaceShape, "organisation: a\ncontact: {name: b, email: c@d.example}"),
        (WorkspaceShape, "organisation: a\nlanguage: en\ncontact: {name: b, email: c}"),
        (WorkspaceShape, "organisation: a\nlanguage: cy-gb\ndefault_kind: Annual\ncontact: {name: b, email: c d@e.f}"),
        (WorkspaceShape, "organisation: a\ncontact: {name: b, emal: c@d.example}"),
        (WorkspaceShape, "organisation: a\ncontact: b@c.example"),
        (AreasShape, "areas: {}"),
        (AreasShape, "areas: {north: {name: North, country: England}}"),
        (AreasShape, "areas: {North West: {name: North, country: england}}"),
        (AreasShape, "areas:\n  north: {name: North, country: Scotland, other_names: One}"),
        (AreasShape, "areas:\n  north: {name: North, country: Wales, other_names: [One, '', {a: 1}], welsh: G}"),
        (AreasShape, "areas:\n  north:\n  south: {nam: South}"),
        (AreasShape, "areas: [north]"),
        (PageShape, "title: a\norder: -1"),
        (PageShape, "title: a\norder: 10000"),
        (PageShape, "title: a\norder: 9999\nlead: b\nnotice: c\nbyline: d\norganisation: e"),
        (PageShape, "titel: a"),
        (SignOffShape, "role: a\ndate: 2025-10-01\nseen: b\nfiles: {c: d}"),
        (SignOffShape, "role: a\ndate: today\nseen: b\nfiles: {c: [d]}"),
    ],
    ids=lambda value: " ".join(value.split())[:70] or "nothing" if isinstance(value, str) else value.__name__,
)
def test_a_value_that_does_not_fit_is_told(shape: type[Shape], text: str, worded: Told) -> None:
    """Each value is read as what it is meant to be, or told with what is expected in its place."""
    leaving = ("tables", "revisions") if shape is AreaFileShape else ()
    made, said = read(shape, text, *leaving)
    worded(said, made)
    assert (made is None) is bool(said)


def test_no_more_faults_are_told_than_anyone_mends() -> None:
    """A hundred of one file."""
    assert len(read(YearShape, "".join(f"a{number}: 1\n" for number in range(300)))[1]) == 100


EDITION = """title: Report
subject: A report
theme: house
parts:
  - section: one
  - page: two
  - pages: others
notes: [first, second]
headlines:
  - {figure: day.total.all, label: People}
charts:
  trend:
    measure: m
    counted: c
    row_header: r
    series:
      - {figure: day.one.a, label: A}
      - {figure: orders.made, label: B}
tables:
  day:
    caption: People
    time: snapshot
    row_header: Level
    notes: [first]
    rows: {one: {label: One, notes: [second]}, two: {label: Two}, total: {label: Total}}
    columns: {a: {label: A}, b: {label: B, notes: [first, second]}, all: {label: All}}
    totals: {row: total, column: all}
    not_applicable: [one.b, two.a]
    at_most: year
  year:
    caption: People
    time: year
    row_header: Level
    rows: {one: {label: One}, two: {label: Two}, total: {label: Total}}
    columns: {a: {label: A}, b: {label: B}, all: {label: All}}
    totals: {row: total, column: all}
  orders:
    caption: Orders
    time: year
    row_header: Order
    rows: {made: {label: Made}, some: {label: Some, at_most: made}, few: {label: Few, at_most: some}}
    columns: {number: {label: Number}}
  rate:
    caption: Rate
    time: year
    row_header: Rate
    rows: {rate: {label: Rate}}
    columns: {number: {label: Number}}
    rate: {row: rate, of: day.total.all, per: 100000}
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("title: Report", "title: Report"),
        ("title: Report\n", ""),
        ("theme: house", "theme: House\nperiod: month"),
        ("parts:\n  - section: one\n  - page: two\n  - pages: others", "parts: []"),
        ("  - section: one", "  - section: one\n    page: three"),
        ("  - section: one", "  - {}"),
        ("  - section: one", "  - section: two"),
        ("  - pages: others", "  - pages: others\n  - pages: others"),
        ("  - pages: others", "  - pages: at the end\n  - pages: at the end"),
        ("  - page: two", "  - pages: others"),
        ("label: One, notes", "label: One, group: G, notes"),
        ("{made: {label: Made}, some: {label: Some,", "{made: {label: Made, group: G}, some: {label: Some,"),
        ("label: Few, at_most: some}", "label: Few, group: G}"),
        (
            "some: {label: Some, at_most: made}, few: {label: Few,",
            "some: {label: Some, group: G}, last: {label: L}, few: {label: Few, group: G,",
        ),
        ("caption: People\n    time: snapshot", "caption: People\n    shows_caption: false\n    time: snapshot"),
        ("  - page: two", "  - pags: two"),
        ("notes: [first, second]", "notes: [first, second, first]"),
        ("notes: [first, second]", f"notes: [first, second, {', '.join(f'n{number}' for number in range(24))}]"),
        ("notes: [first, second]", f"notes: [first, second, {', '.join(f'n{number}' for number in range(25))}]"),
        ("notes: [first, second]", "notes: [first]"),
        ("notes: [first, second]", "notes: first"),
        ("    notes: [first]", "    notes: [frist]"),
        ("notes: [second]}", "notes: [none]}"),
        ("notes: [first, second]}", "notes: [first, third]}"),
        ("figure: day.total.all", "figure: day.total"),
        ("figure: day.total.all", "figure: day.total.all.more"),
        ("figure: day.total.all", "figure: day"),
        ("figure: day.total.all", "figure: none.total.all"),
        ("figure: day.one.a", "figure: day.one.none"),
        ("figure: orders.made", "figure: orders.none"),
        ("figure: orders.made", "figure: orders.made.number"),
        ("      - {figure: day.one.a, label: A}\n      - {figure: orders.made, label: B}\n", "      []\n"),
        ("row_header: r", "row_header: r\n    years: 1"),
        ("row_header: r", "row_header: r\n    years: 11"),
        ("{row: total, column: all}", "{row: totals, column: alls}"),
        ("{row: total, column: all}", "{row: total}"),
        (
            "columns: {number: {label: Number}}\n  rate",
            "columns: {number: {label: Number}}\n    totals: {column: number}\n  rate",
        ),
        ("rows: {rate: {label: Rate}}", "rows: {rate: {label: Rate}}\n    totals: {row: rate}"),
        ("[one.b, two.a]", "[one.c, two.a, three.a, one]"),
        ("at_most: year", "at_most: yea"),
        ("at_most: year", "at_least: yea"),
        ("at_most: year", "at_least: year"),
        ("at_most: year", "at_most: day"),
        ("  orders:", "    at_most: day\n  orders:"),
        ("  orders:", "    at_least: orders\n  orders:\n    at_most: day"),
        ("  orders:", "    at_least: orders\n  orders:\n    at_most: year"),
        ("at_most: made", "at_most: few"),
        ("at_most: made", "at_most: some"),
        ("at_most: made", "at_most: mad"),
        ("at_most: some", "at_most: made"),
        ("{row: rate, of: day.total.all, per: 100000}", "{row: rat, of: day.total.none, per: 0}"),
        ("{row: rate, of: day.total.all, per: 100000}", "{row: rat, of: day.total.none, per: 1}"),
        ("{row: rate, of: day.total.all, per: 100000}", "{row: rate, of: rate.rate, per: 1}"),
        ("{row: rate, of: day.total.all, per: 100000}", "{row: rate, off: day.total.all, per: 1}"),
        ("rows: {rate: {label: Rate}}", "rows: {rate: {label: Rate}, other: {label: Other}}"),
        ("of: day.total.all", "of: rate.other"),
        (
            "columns: {number: {label: Number}}\n    rate",
            "columns: {number: {label: Number}, more: {label: More}}\n    rate",
        ),
        ("rows: {rate: {label: Rate}}", "rows: {}"),
        ("rows: {rate: {label: Rate}}", "rows: {Rate: {label: Rate}}"),
        ("rows: {rate: {label: Rate}}", "rows: {rate: {labl: Rate}}"),
        ("rows: {rate: {label: Rate}}", "rows: {rate: }"),
        ("rows: {rate: {label: Rate}}", "rows: [rate]"),
        ("time: snapshot", "time: Snapshot\n    may_be_pending: perhaps"),
        ("theme: house", "theme: house\ndisclosure: {fewest_values: 1, warn_on_small: 101}"),
        ("theme: house", "theme: house\nwarn_on_change: {percent: 0}\npublication: {file_name: A B}"),
    ],
    ids=lambda text: " ".join(text.split())[:70] or "nothing",
)
def test_an_edition_names_only_what_it_has(old: str, new: str, worded: Told) -> None:
    """Parts, notes, headlines, charts, totals, bounds and rates that lead nowhere, or in a circle, are told at their place."""
    assert old in EDITION
    worded(read(EditionShape, EDITION.replace(old, new, 1))[1])


def test_a_rate_may_count_another_row_of_its_own_table() -> None:
    """Only the row of the rate itself cannot be what it is worked out from."""
    two_rows = EDITION.replace("rows: {rate: {label: Rate}}", "rows: {rate: {label: Rate}, other: {label: Other}}")
    assert read(EditionShape, two_rows.replace("of: day.total.all", "of: rate.other"))[1] == []
    (said,) = read(EditionShape, two_rows.replace("of: day.total.all", "of: rate.rate.number"))[1]
    assert (said.slug, said.message) == ("edition-inconsistent", "the rate is worked out from itself")
