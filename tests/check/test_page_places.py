"""Which pages an area gives and where they stand, on London's report with other pages or parts."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from trial import checked, london, with_edition

from reportgen.check import page_places
from reportgen.core.diagnostic import SourceFile
from reportgen.read.edition_shapes import PartShape

Told = Callable[..., None]


@pytest.mark.parametrize(
    "names", [(), ("introduction",), ("Introduction",), ("another", "introductions")], ids=lambda names: "+".join(names)
)
@pytest.mark.parametrize("parts", [("introduction", "others"), ("introduction",), ()], ids="+".join)
def test_every_page_has_its_place(names: tuple[str, ...], parts: tuple[str, ...], worded: Told) -> None:
    """A page that is asked for is missed, with the file to rename if there is one; one without a place is told."""
    page = london().pages["introduction"]
    pages = {name: replace(page, name=name, file=SourceFile(f"{name}.md", ("a",))) for name in names}
    shapes = [PartShape(pages="others") if part == "others" else PartShape(page=part) for part in parts]
    source = with_edition(replace(london(), pages=pages, page_names=names), parts=(*shapes, PartShape(section="a")))
    worded(page_places.pages_asked_for(checked(source)), ", ".join(page.name for page in page_places.own_pages(source)))


def test_local_pages_stand_in_their_order() -> None:
    """By the number in the front matter, then by that in the file name, then by the file name."""
    page = london().pages["introduction"]
    orders = {"c": None, "b": None, "a": 7, "d": 3, "100-e": None, "20-f": None, "9-g": None, "020-h": None}
    pages = {
        name: replace(page, name=name, front=page.front.model_copy(update={"order": order}))
        for name, order in orders.items()
    }
    source = replace(london(), pages={**pages, "introduction": page})
    assert [page.name for page in page_places.own_pages(source)] == [
        *("d", "a", "9-g", "020-h", "20-f", "100-e", "b", "c")
    ]


@pytest.mark.parametrize("place", ["before statistics", "before statistic", "others", None], ids=str)
@pytest.mark.parametrize("name", ["introduction", "another"])
@pytest.mark.parametrize("parts", [("before statistics", "at the end", "others"), ("at the end",), ()], ids="+".join)
def test_a_page_asks_for_a_place_that_the_edition_has(
    place: str | None, name: str, parts: tuple[str, ...], worded: Told
) -> None:
    """Any other is told at its line, with those that there are; a page that has its place already gets no other."""
    pages = dict(london().pages)
    page = pages["introduction"]
    lines = ("---", "title: A page", *([f"place: {place}"] if place else []), "---", "Words.")
    front = page.front.model_copy(update={"place": place})
    pages[name] = replace(page, name=name, front=front, file=SourceFile(f"{name}.md", lines), first_line=len(lines))
    shapes = [PartShape(page="introduction"), *(PartShape(pages=part) for part in parts)]
    source = with_edition(replace(london(), pages={name: pages[name]}), parts=tuple(shapes))
    own = page_places.own_pages(source)
    stand = [f"{part}: {one.name}" for part in parts for one in page_places.pages_at(part, own, source.edition.shape)]
    worded(page_places.pages_asked_for(checked(source)), ", ".join(stand))
