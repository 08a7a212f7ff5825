"""A page of one area in a place that it asks for; the other areas' reports stay whole without it."""

import shutil
from pathlib import Path

import london
import pytest
from documents import document_of

FIGURES, PAGES = "data/annual-report/2024", "content/annual-report/2024"
FOREWORD = """---
title: A word before
place: {place}
---
Read this first. It says why the board met at the river.
"""


@pytest.fixture
def two_areas(tmp_path: Path) -> Path:
    """London's workspace in which Kent has the same report."""
    root = london.copy_workspace(tmp_path)
    shutil.copy(root / FIGURES / "london.yaml", root / FIGURES / "kent.yaml")
    (root / PAGES / "kent").mkdir()
    introduction = "---\ntitle: Introduction\n---\nThe board of Kent met.\n"
    (root / PAGES / "kent/introduction.md").write_text(introduction, encoding="utf-8")
    return root


@pytest.mark.parametrize(
    ("place", "before", "after"),
    [
        ("before introduction", "key-findings", "introduction"),
        ("after introduction", "introduction", "what-are-mappa"),
        ("before statistics", "what-are-mappa", "statistics"),
        ("at the end", "closing", "other-formats"),
    ],
)
def test_one_area_has_a_page_that_others_have_not(place: str, before: str, after: str, two_areas: Path) -> None:
    """It stands where it asks to, in the edition that ships; the report of the other area is right without it."""
    page = two_areas / PAGES / "kent/a-word-before.md"
    page.write_text(FOREWORD.format(place=place), encoding="utf-8")
    anchors = [section.anchor for section in document_of(two_areas, 2024, "kent").tree.sections]
    position = anchors.index("a-word-before")
    assert anchors[position - 1 : position + 2] == [before, "a-word-before", after]
    assert "a-word-before" not in [section.anchor for section in document_of(two_areas, 2024).tree.sections]
