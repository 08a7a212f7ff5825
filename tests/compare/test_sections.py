"""Text is compared section by section: renamed and moved ones are known as such, and only what changed is told."""

from hypothesis import given
from hypothesis import strategies as st

from reportgen.compare.sections import SectionChange, compare_passages, compare_sections
from reportgen.compare.sentences import section_sentences
from reportgen.compare.version import ComparedPassage, ComparedSection

TEXTS = {
    "background": "Agencies in every area work together to manage people who pose a risk. The law names them one by one.",
    "levels": "There are three levels of management. Most cases are managed by one agency alone, with help from others.",
    "system": "One national system holds what agencies know. Police, probation and prison staff can all read and write it.",
    "thanks": "The board thanks everybody who took part in its meetings this year, in person and from far away.",
}


def section(name: str, *words: str, title: str = "", chapter: str = "", letter: str = "") -> ComparedSection:
    """A section whose words are given, or else those of its name."""
    passages = tuple(ComparedPassage("paragraph", text) for text in words or (TEXTS[name],))
    return ComparedSection(name, ComparedPassage("heading", title or name.capitalize()), passages, chapter, letter)


def changed(old: tuple[ComparedSection, ...], new: tuple[ComparedSection, ...]) -> list[SectionChange]:
    """The sections in which something changed."""
    return [change for change in compare_sections(old, new) if change.is_changed]


def told(old: tuple[ComparedSection, ...], new: tuple[ComparedSection, ...]) -> dict[str, tuple[str, ...]]:
    """What is said of each section that changed, by its title."""
    return {change.title: section_sentences(change) for change in changed(old, new)}


def test_text_beside_itself_has_no_change() -> None:
    """Nothing is told of sections that are the same."""
    same = tuple(map(section, TEXTS))
    assert changed(same, same) == []


def test_only_the_paragraph_that_changed_is_told() -> None:
    """Of three paragraphs the middle one changed by a word; the others are known to be the same."""
    old = (section("one", "First it began.", "Then the board met 5 times.", "Then it ended."),)
    new = (section("one", "First it began.", "Then the board met 6 times.", "Then it ended."),)
    (change,) = changed(old, new)
    assert [passage.turn for passage in change.passages] == ["same", "changed", "same"]
    assert [(edit.kind, edit.words) for edit in change.passages[1].edits if edit.kind != "same"] == [
        ("deleted", "5"),
        ("inserted", "6"),
    ]


def test_a_section_with_another_title_is_renamed() -> None:
    """A chapter with another name and title but the same text is one chapter, and so are its parts."""
    part = {"chapter": "what-is"}
    old = (section("what-is", "Words.", title="What is it?"), section("levels", **part))
    new = (section("what-are", "Words.", title="What are they?"), section("levels", chapter="what-are"))
    assert told(old, new) == {"What are they?": ("Renamed: it was called “What is it?”.",)}


def test_a_renamed_section_with_changed_words_is_still_known() -> None:
    """Some changed words do not hide that a section only has another title."""
    old = (section("system"),)
    new = (section("register", TEXTS["system"].replace("One national system", "A register"), title="Register"),)
    (change,) = changed(old, new)
    assert (change.turn, change.is_renamed, change.is_rewritten) == ("same", True, True)


def test_a_part_that_is_gone_is_told_in_the_chapter_of_now() -> None:
    """What is gone from a chapter that was renamed is found below the new title, and not below the old one."""
    old = (section("what-is", TEXTS["system"], title="What is it?"), section("thanks", chapter="what-is"))
    new = (section("what-are", TEXTS["system"], title="What are they?"),)
    assert [(change.chapter, change.turn) for change in changed(old, new)] == [("", "same"), ("What are they?", "gone")]


def test_another_text_under_another_title_is_new() -> None:
    """A section that shares no words with any is new, and the one whose place it takes is gone."""
    assert told((section("levels"),), (section("thanks"),)) == {
        "Thanks": ("This chapter is new.",),
        "Levels": ("This chapter is gone.",),
    }


def test_a_section_that_changed_places_is_moved() -> None:
    """One section put first is told to have moved, and the others are not."""
    names = list(TEXTS)
    old, new = tuple(map(section, names)), tuple(map(section, [names[-1], *names[:-1]]))
    assert told(old, new) == {"Thanks": ("Moved: it now comes first.",)}
    assert told(new, old) == {"Thanks": ("Moved: it now follows “System”.",)}


@given(st.permutations(list(TEXTS)))
def test_no_order_hides_a_section(names: list[str]) -> None:
    """In whatever order the sections come, each is told once, none as new, and those that kept their order not at all."""
    changes = compare_sections(tuple(map(section, TEXTS)), tuple(map(section, names)))
    assert sorted(change.name for change in changes) == sorted(names)
    assert {change.turn for change in changes} == {"same"}
    assert any(change.is_moved for change in changes) == (names != list(TEXTS))


def test_a_section_in_another_chapter_is_moved() -> None:
    """A part that stands in another chapter now is told to have moved, with the chapter where it stood."""
    chapters = (section("one", "The first chapter."), section("two", "The second chapter."))
    old = (chapters[0], section("levels", chapter="one"), chapters[1])
    new = (*chapters, section("levels", chapter="two"))
    assert told(old, new) == {"Levels": ("Moved: it stood in “One”.",)}


def test_a_note_with_another_letter_is_told() -> None:
    """A new note moves the letters of those after it, which is told without calling them changed in words."""
    notes = section("notes", "Terms.")
    old = (notes, section("levels", chapter="notes", letter="a"))
    new = (notes, section("system", chapter="notes", letter="a"), section("levels", chapter="notes", letter="b"))
    assert told(old, new) == {
        "System": ("This note is new.",),
        "Levels": ("Its letter is now (b); it was (a).",),
    }


def test_facts_that_both_sides_share_are_no_change() -> None:
    """Words that differ only in the dates of the year are the same; where more changed, they are shown as printed."""
    old = ComparedSection(
        "s",
        ComparedPassage("heading", "S"),
        (ComparedPassage("paragraph", "On 31 March 2024 it was so.", "On 31 March 2025 it was so."),),
    )
    new = section("s", "On 31 March 2025 it was so.")
    assert changed((old,), (new,)) == []
    (change,) = changed((old,), (section("s", "On 31 March 2025 it was thus."),))
    gone = [edit.words for edit in change.passages[0].edits if edit.kind == "deleted"]
    assert gone == ["2024", "so"]


def test_a_paragraph_that_became_an_item_is_told() -> None:
    """The same words in another kind of passage are a change, and what they were is known."""
    (change,) = compare_passages(
        (ComparedPassage("paragraph", "One two three."),), (ComparedPassage("item", "One two three."),)
    )
    assert (change.turn, change.former_kind, change.kind) == ("changed", "paragraph", "item")


def test_paragraphs_that_share_nothing_are_not_one_paragraph() -> None:
    """A paragraph that shares hardly a word with the one in its place is new, and that one is gone."""
    old, new = (ComparedPassage("paragraph", TEXTS[name]) for name in ("levels", "thanks"))
    assert [change.turn for change in compare_passages((old,), (new,))] == ["gone", "new"]


def test_a_part_keeps_its_title_though_its_text_is_rewritten() -> None:
    """A part of a renamed chapter is known by its title, also where every word below it is another."""
    old = (section("what-is", TEXTS["system"]), section("what-is-levels", "Aa bb.", title="Levels", chapter="what-is"))
    new = (
        section("what-are", TEXTS["system"]),
        section("what-are-levels", "Cc dd.", title="Levels", chapter="what-are"),
    )
    (_, part) = changed(old, new)
    assert (part.turn, part.is_renamed, part.is_rewritten) == ("same", False, True)


def test_another_picture_with_the_same_words_is_told() -> None:
    """A picture is compared by what it is, besides its words."""
    (change,) = compare_passages(
        (ComparedPassage("picture", "A bar.", seen="1"),), (ComparedPassage("picture", "A bar.", seen="2"),)
    )
    assert (change.turn, change.is_other_picture) == ("changed", True)


def test_a_long_page_that_changed_wholly_is_told() -> None:
    """Two pages of hundreds of paragraphs each that share nothing are told as gone and as new."""
    old = tuple(ComparedPassage("paragraph", f"old words {number}") for number in range(300))
    new = tuple(ComparedPassage("paragraph", f"quite other {number}") for number in range(300))
    assert [change.turn for change in compare_passages(old, new)] == ["gone"] * 300 + ["new"] * 300
