"""Editions that contradict themselves and templates that cannot be filled in, each told where it is mended."""

from collections.abc import Callable
from pathlib import Path

import pytest
from malformed import EDITION, NOTE, SECTION, THEME, retype

CONTRADICTIONS = [
    ("no such theme", "theme: house-1", "theme: house-9", "edition-inconsistent 3:8"),
    ("theme further up", "theme: house-1", "theme: ../x", "wrong-value 3:8"),
    ("no title", "title: Annual report {{ period.label }}\n", "", "missing-key 1:1"),
    ("part of two kinds", "- page: introduction", "- {page: introduction, pages: others}", "edition-inconsistent 9:5"),
    ("part twice", "- section: statistics", "- section: statistics\n  - section: statistics", "edition-inconsistent 11:5"),
    ("no such section", "- section: statistics", "- section: nowhere", "edition-inconsistent 10:14"),
    ("section further up", "- section: statistics", "- section: ../../x", "wrong-value 10:14"),
    ("no such note", "notes: [order]}", "notes: [ordr]}", "edition-inconsistent 70:34"),
    ("no such note of a table", "    notes: [eligible]\n", "    notes: [eligble]\n", "edition-inconsistent 28:5"),
    ("no such note of a column", "      number: {label: Number}\n\n  pop", "      number: {label: Number, notes: [ordr]}\n\n  pop", "edition-inconsistent 73:31"),
    ("note twice", "notes: [eligible, order]", "notes: [eligible, eligible, order]", "edition-inconsistent 17:19"),
    ("note without a file", "notes: [eligible, order]", "notes: [eligible, order, third]", "missing-file templates/annual-report/2024.1/notes/third.md"),
    ("no such total row", "{row: total, column: total}", "{row: totl, column: total}", "edition-inconsistent 39:19"),
    ("no such total column", "{row: total, column: total}", "{row: total, column: totl}", "edition-inconsistent 39:34"),
    ("total of nothing", "totals: {column: total}", "totals: {row: level_2, column: total}", "edition-inconsistent 52:19"),
    ("no such cell", "[level_1.category_2]", "[level_1.category_9]", "edition-inconsistent 40:22"),
    ("no such table", "at_least: eligible", "at_least: eligble", "edition-inconsistent 53:15"),
    ("table above itself", "at_least: eligible", "at_least: managed", "edition-inconsistent 42:3"),
    ("tables in a circle", "at_least: eligible", "at_least: returned", "edition-inconsistent 42:3, edition-inconsistent 55:3"),
    ("row below itself", "at_most: made}", "at_most: with_travel_limit}", "edition-inconsistent 71:74"),
    ("no such row", "at_most: made}", "at_most: mde}", "edition-inconsistent 71:74"),
    ("rows in a circle", "made: {label: Orders made,", "made: {at_most: with_travel_limit, label: Orders made,", "edition-inconsistent 70:23, edition-inconsistent 71:74"),
    ("rate in no row", "{row: rate, of:", "{row: rat, of:", "edition-inconsistent 83:17"),
    ("rate of no figure", "eligible.total.category_1, per", "eligible.total.category_7, per", "edition-inconsistent 83:27"),
    ("rate of itself", "of: eligible.total.category_1", "of: population_rate.rate", "edition-inconsistent 83:27"),
    ("rate per nought", "per: 100000", "per: 0", "wrong-value 83:59"),
    ("headline of no figure", "figure: eligible.total.total", "figure: eligible.total.none", "edition-inconsistent 20:14"),
    ("headline of three figures", "figure: eligible.total.total", "figure: eligible.total", "edition-inconsistent 20:14"),
    ("no such time", "time: snapshot", "time: day", "wrong-value 29:11"),
    ("no such period", "theme: house-1", "theme: house-1\nperiod: month", "wrong-value 4:9"),
    ("table in capitals", "  orders:\n    caption", "  Orders:\n    caption", "wrong-value 65:3"),
    ("row without a label", "made: {label: Orders made, notes: [order]}", "made: {}", "missing-key 70:7"),
    ("empty label", "{label: Level 1}", "{label: }", "wrong-value 32:24"),
    ("detail that no area has", "details:\n", "details:\n  chair: {label: x}\n", "missing-key data/annual-report/2024/testshire.yaml:4:1"),
    ("a number for a group", "publication:\n", "publication: 5\nmore:\n", "wrong-value 86:14, unknown-key 87:1"),
    ("a hundred rows too many", "      made: {label", "".join(f"      r{number}: {{label: x}}\n" for number in range(101)) + "      made: {label", "wrong-value 69:5"),
    ("unknown word in a caption", "Orders made during the year", '"{{ nothing }}"', "template-error 66:14"),
    ("division by nought", "Orders made during the year", '"{{ 1/0 }}"', "template-error 66:14"),
    ("braces not closed", "Orders made during the year", '"{{ area.name"', "template-error 66:14"),
    ("unknown word in the title", "{{ period.label }}", "{{ perod.label }}", "template-error 1:8"),
    ("way into the program", "Orders made during the year", "\"{{ ''.__class__.__mro__ }}\"", "template-error 66:14"),
    ("way out of the program", "Orders made during the year", '"{{ cycler.__init__.__globals__.os }}"', "template-error 66:14"),
]  # fmt: skip

TEMPLATES = [
    ("unknown word", "{{ nothing }}"),
    ("unknown part of a word", "{{ area.nme }}"),
    ("part of an unknown word", "{{ a.b.c }}"),
    ("braces not closed", "{{ area.name"),
    ("condition not closed", "{% if area %}"),
    ("end of nothing", "{% endif %}"),
    ("quotation marks of print", "{{ table(“orders”) }}"),
    ("half of the braces", "{{ area.name } is here."),
    ("one equals sign", "{% if area.country = 'Wales' %}A{% endif %}"),
    ("unknown tag", "{% foo %}"),
    ("unknown filter", "{{ area.name | shout }}"),
    ("unknown table", '{{ table("x") }}'),
    ("no table", "{{ table() }}"),
    ("a word that is no question", "{{ area() }}"),
    ("division by nought", "{{ 1/0 }}"),
    ("sum of a number and a word", '{{ 1 + "a" }}'),
    ("loop that does not end in good time", "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}"),
    ("macro that calls itself", "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}"),
    ("a very long text", '{{ "a" * 999999999 }}'),
    ("a very long number", "{{ 9 ** 999999999 }}"),
    ("file of the system", '{% include "../../../../etc/passwd" %}'),
    ("way into the program", "{{ area.__class__ }}"),
    ("way out of a function", "{{ table.__globals__ }}"),
    ("way through a format", "{{ '{0.__class__}'.format(area) }}"),
    ("all classes", "{{ ''.__class__.__mro__[1].__subclasses__() }}"),
]  # fmt: skip

FILES = [
    ("section without front matter", SECTION, "text", "front-matter 1:1"),
    ("empty section", SECTION, "", "empty-page 1:1"),
    ("section with an author", SECTION, "---\ntitle: x\nauthor: y\n---\n", "unknown-key 3:1"),
    ("note without front matter", NOTE, "text", "front-matter 1:1"),
    ("note without its term", NOTE, "---\ntitle: x\n---\na", "missing-key 2:1, unknown-key 2:1"),
    ("edition that is a list", EDITION, "- a", "wrong-value 1:1"),
    ("empty edition", EDITION, "", "empty-file"),
    ("empty template", f"{THEME}/page.html.j2", " \n", "empty-file"),
    ("empty template of tables", f"{THEME}/table.html.j2", "", "empty-file"),
    ("template with another inside", f"{THEME}/key-figures.html.j2", "{% macro headlines(x) %}x", "template-error 1:1"),
    ("template of a theme of reportgen 0.1", f"{THEME}/base.html.j2", "<html></html>", "theme-outdated"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("old", "new", "expected"), [case[1:] for case in CONTRADICTIONS], ids=[case[0] for case in CONTRADICTIONS]
)
def test_an_edition_that_contradicts_itself_is_told(
    old: str, new: str, expected: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """What an edition names and does not have, or asks of itself in a circle, is told at its place in edition.yaml."""
    retype(good, EDITION, old, new)
    assert ", ".join(told(good, EDITION)) == expected


@pytest.mark.parametrize("words", [case[1] for case in TEMPLATES], ids=[case[0] for case in TEMPLATES])
def test_a_template_that_cannot_be_filled_in_is_told_at_its_line(
    words: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """What a section cannot say, reach or end is one error at its line, whatever it tries."""
    with (good / SECTION).open("a", encoding="utf-8") as section:
        section.write(words + "\n")
    assert told(good, SECTION) == ["template-error 27:1"]


@pytest.mark.parametrize(("path", "text", "expected"), [case[1:] for case in FILES], ids=[case[0] for case in FILES])
def test_files_of_an_edition_are_told_at_their_place(
    path: str, text: str, expected: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """A file of an edition or theme that is empty or not what it should be is told by its name."""
    (good / path).write_text(text, encoding="utf-8")
    assert ", ".join(told(good, path)) == expected
