"""The second kind of document, London's consultation response of 2013: made from folders alone, with no code of its own."""

import re
from pathlib import Path

import pytest
from london import copy_workspace, made_in, run
from lxml import html
from tagged_pdf import Element, read_outline, read_structure, squeezed

KIND = "consultation-response"
CHAPTERS = [
    "Introduction",
    "MAPPA’s contribution to the plan",
    "Answers and recommendations",
    "Conclusion",
    "Contact",
    "Other formats",
]
POINTS = [
    "1. Multi-agency partnership working",
    "2. Value for money",
    "3. Serious and organised crime",
    "4. Victim-focused services: domestic violence",
    "5. Boosting public confidence",
]
QUESTIONS = [
    "Question 1: Objectives and goals",
    "Question 2: Police performance and resources",
    "Question 3: Confidence in the Metropolitan Police",
    "Question 6: Justice and resettlement",
    "Question 8: Other issues",
]
BOARD = "London MAPPA Strategic Management Board"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the response's web page and PDF."""
    root = copy_workspace(tmp_path_factory.mktemp("response"))
    result = run(root, "build", "london", "2013", "--kind", KIND, "--strict")
    assert result.returncode == 0, result.stdout + result.stderr
    return made_in(root, 2013, kind=KIND)


@pytest.fixture
def page(made: Path) -> html.HtmlElement:
    """The web page as a tree."""
    return html.document_fromstring((made / "index.html").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def printed(made: Path) -> Element:
    """The PDF as a screen reader hears it."""
    return read_structure(made / "report.pdf")


def words_of(elements: list[html.HtmlElement]) -> list[str]:
    """The words of each element, with single spaces."""
    return [" ".join(element.text_content().split()) for element in elements]


def chapter(page: html.HtmlElement, name: str) -> html.HtmlElement:
    """The chapter of that id."""
    (found,) = page.xpath(f"//main//section[@id='{name}']")
    return found


def test_its_chapters_stand_in_order(page: html.HtmlElement) -> None:
    """The response has its chapters in the order of its edition, and the contents name them so."""
    assert words_of(page.xpath("//main//section/h2")) == CHAPTERS
    assert words_of(page.xpath("//nav/ol/li/a")) == CHAPTERS


def test_its_points_are_numbered(page: html.HtmlElement) -> None:
    """The points are numbered 1 to 5 without a gap, and each has its text."""
    headings = chapter(page, "contribution").xpath("h3")
    assert words_of(headings) == POINTS
    assert [heading for heading in headings if heading.getnext().tag != "p"] == []


def test_points_and_answers_name_pages_of_the_consultation_paper(page: html.HtmlElement) -> None:
    """The pages of the consultation paper are named as in the published response."""
    named = {
        name: re.findall(r"\(page\s(\d+)\)", chapter(page, name).text_content()) for name in ("contribution", "answers")
    }
    assert named == {"contribution": ["8", "22", "11", "11"], "answers": ["6", "9"]}


def test_each_question_is_set_apart_and_answered(page: html.HtmlElement) -> None:
    """Below the heading of each question stands the question as a quotation, then the answer, then what is recommended."""
    headings = chapter(page, "answers").xpath("h3")
    assert words_of(headings) == QUESTIONS
    for heading in headings:
        question, answer = heading.getnext(), heading.getnext().getnext()
        assert question.tag == "blockquote"
        assert question.text_content().strip().endswith("?")
        assert answer.tag == "p"
        below = []
        following = answer.getnext()
        while following is not None and following.tag != "h3":
            below.append(following)
            following = following.getnext()
        recommendations = [element for element in below if element.tag == "h4"]
        assert [words.removesuffix("s") for words in words_of(recommendations)] == ["Recommendation"]
        assert recommendations[0].getnext().tag in ("p", "ul")


def test_a_question_does_not_look_like_a_pull_quote(page: html.HtmlElement) -> None:
    """The theme dresses a quotation directly below a heading otherwise than one inside the text."""
    (style,) = page.xpath("//style/text()")
    assert re.search(r"^h3 \+ blockquote[^{]*\{[^}]*background", style, re.MULTILINE)


def test_the_cover_names_addressee_address_and_date(page: html.HtmlElement) -> None:
    """The cover says what this is, to whom it goes and on what, from whom and where, and when."""
    (cover,) = page.xpath("//header[@class='cover']")
    assert words_of(cover.xpath(".//p | .//h1")) == [
        "Consultation response",
        "London Police and Crime Plan 2013 to 2017",
        "To",
        "Mayor’s Office for Policing and Crime (MOPAC), on its draft Police and Crime Plan 2013 to 2017",
        "From",
        BOARD,
        "London MAPPA Executive Office",
        "London",
        "6 March 2013",
    ]


def test_it_is_signed_by_a_role(page: html.HtmlElement) -> None:
    """The conclusion ends with the role and board of the person who signs, and the day."""
    (signature,) = chapter(page, "conclusion").xpath("div[@class='signature']")
    assert words_of(signature.xpath("p")) == ["Chair", BOARD, "6 March 2013"]


def test_it_gives_a_contact(page: html.HtmlElement) -> None:
    """The contact has the address, and an e-mail address that is a link."""
    (address,) = chapter(page, "contact").xpath("div[@class='address']")
    email = "london.mappa@example.gov.uk"
    assert words_of(address.xpath("p")) == ["London MAPPA Executive Office", "London", f"E-mail: {email}"]
    assert address.xpath(".//a/@href") == [f"mailto:{email}"]


def test_it_calls_itself_a_response(page: html.HtmlElement) -> None:
    """Where an annual report says “this report”, the response says “response”; its author is the board."""
    assert words_of(page.xpath("//a[@class='skip-link']")) == ["Skip to the response"]
    (formats,) = words_of(chapter(page, "other-formats").xpath("p"))
    assert "need this response in another format" in formats
    assert page.xpath("//meta[@name='author']/@content") == [BOARD]
    (title,) = words_of(page.xpath("//title"))
    assert title == "London Police and Crime Plan 2013 to 2017: consultation response"
    (description,) = page.xpath("//meta[@name='description']/@content")
    assert "6 March 2013" in description
    assert "31 December" not in description


@pytest.mark.pdf
def test_it_has_no_table(page: html.HtmlElement, printed: Element) -> None:
    """A kind without figures has no table and no notes, on the screen and in print."""
    assert page.xpath("//main//p")
    assert page.xpath("//table | //*[@class='notes'] | //*[@class='headlines']") == []
    assert list(printed.find("P"))
    assert list(printed.find("Table")) == []


@pytest.mark.pdf
def test_contents_tell_the_page_of_every_heading(made: Path, printed: Element) -> None:
    """In print, each line of the contents ends with the number of the page that its heading stands on."""
    pages = {
        squeezed(heading.text): min(heading.all_pages())
        for heading in printed.find("H2", "H3")
        if min(heading.all_pages()) > 2
    }
    wanted = [squeezed(words) for words in (*CHAPTERS, *POINTS, *QUESTIONS)]
    assert [words for words in wanted if words not in pages] == []
    links = [squeezed(link.text) for link in printed.find("Link") if link.all_pages() == {2}]
    listed = [words for words in links if not words.isdigit()]
    assert listed == [f"{words}{number}" for words, number in pages.items()]
    bookmarks = {squeezed(entry.title): entry.page for entry in read_outline(made / "report.pdf")}
    assert {words: bookmarks.get(words) for words in pages} == pages


def test_the_workspace_lists_it(tmp_path: Path) -> None:
    """The list of this kind names the response by its calendar year, and the usual list does not have it."""
    root = copy_workspace(tmp_path)
    listed = run(root, "list", "--kind", KIND)
    assert listed.returncode == 0
    assert re.search(r"^London +2013 +2013\.1 +not made$", listed.stdout, re.MULTILINE)
    usual = run(root, "list")
    assert "2024.1" in usual.stdout
    assert "2013" not in usual.stdout


def test_it_is_not_published_before_its_year(tmp_path: Path) -> None:
    """A response may be published in its year, and not before it."""
    root = copy_workspace(tmp_path)
    year = root / "data/consultation-response/2013/year.yaml"
    year.write_text(year.read_text(encoding="utf-8").replace("2013-03-06", "1913-03-06"), encoding="utf-8")
    checked = run(root, "check", "london", "2013", "--kind", KIND)
    assert checked.returncode == 1
    assert "published on 1913-03-06, before its year begins on 2013-01-01" in checked.stdout
