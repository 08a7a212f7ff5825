"""What is typed in the browser is saved into the files of the report, by its own page alone, and over nothing that others wrote."""

import hashlib
import io
import json
import re
import shutil
import threading
from base64 import b64encode
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random  # noqa: TID251 - the type of what hypothesis gives

import pytest
from documents import change
from hypothesis import Phase, given, settings
from hypothesis.strategies import randoms
from london import REPOSITORY, copy_workspace
from PIL import Image
from previewed import Shown

from reportgen.commands.new.plan import as_bytes
from reportgen.core.names import ReportKey
from reportgen.output.atomic_write import ChangedElsewhere, exchange_file, remove_file
from reportgen.preview.writing import LARGEST_REQUEST, Writer
from reportgen.read.workspace_files import find_workspace

FIGURES = "data/annual-report/2024/london.yaml"
PAGES = "content/annual-report/2024/london"
SHPO = "figure:restrictive_orders.shpo"
KEY = ReportKey("annual-report", 2024, "london")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the reports."""
    return copy_workspace(tmp_path / "workspace")


def writer_of(root: Path, key: ReportKey = KEY) -> Writer:
    """What writes for a window."""
    found = find_workspace(root).value
    return Writer(lambda: found, root, key)


def write(writer: Writer, address: str, **words: object) -> tuple[int, dict]:
    """The answer to what was typed."""
    answer = writer.addresses[f"/write/{address}"](words)
    return answer.status, json.loads(json.dumps(answer.words))


def edit(writer: Writer, field: str, was: str, value: object) -> tuple[int, dict]:
    """The answer to one field that was typed."""
    return write(writer, "figures", edits=[{"field": field, "was": was, "value": value}])


@pytest.mark.parametrize(
    ("field", "was", "value", "before", "after"),
    [
        (SHPO, "559", "562 [r]", "shpo: 559", "shpo: 562 [r]"),
        (SHPO, "559", "", "shpo: 559", "shpo: "),
        ("figure:eligible_on_31_march.level_2.category_1", "24", "24 [p]", "category_1: 24,", "category_1: [24, p],"),
        ("figure:eligible_on_31_march.level_1.category_3", "[z]", "[x]", "category_3: [z],", "category_3: [x],"),
        ("figure:population_rate.rate", "92", "pending", "rate: 92", "rate: pending"),
        ("status", "final", "draft", "status: final", "status: draft"),
        ("population", "", "8034000", "status: final\n", "status: final\npopulation: 8034000\n"),
        ("remark:restrictive_orders", "", "Since: why", "", '\nremarks:\n  restrictive_orders: "Since: why"\n'),
        ("revision:restrictive_orders.shpo.shpo", "", "Why", "", ""),
    ],
)
def test_one_field_changes_one_value(root: Path, field: str, was: str, value: str, before: str, after: str) -> None:
    """A field that is typed changes its value in the file, as a person would type it, and nothing else."""
    text = (root / FIGURES).read_text(encoding="utf-8")
    status, words = edit(writer_of(root), field, was, value)
    now = (root / FIGURES).read_text(encoding="utf-8")
    if field.startswith("revision"):
        assert (status, now) == (200, text)
        assert words["refused"] == {field: f"This report has no field {field}."}
        return
    assert (status, words) == (200, {"refused": {}, "others": {}})
    assert now == (text.replace(before, after) if before else text + after)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (SHPO, "1,053", "“1,053” is not a figure. Write 1053; the report adds the comma."),
        (SHPO, "[q]", "[q] is not shorthand that is used here."),
        (SHPO, "pending", "This figure cannot be pending."),
        (SHPO, "5\nstatus: draft", "is not a figure"),
        (SHPO, "5, x: 1", "is not a figure"),
        ("source", "", "Nothing stands here; words are expected."),
        ("source", "-", "Words are expected here."),
        ("population", "many", "A whole number is expected here."),
        ("status", "ready", "The status is draft or final."),
        ("figure:no.such.figure", "1", "This report has no field"),
        ("tables", "1", "This report has no field"),
        (
            "waiver:+",
            {"warning": "large-change", "reason": "x", "role": "x", "date": "soon"},
            "A date is expected here.",
        ),
        ("waiver:+", "text", "Something else is expected here."),
        (SHPO, {"a": "b"}, "A figure is expected here."),
    ],
)
def test_what_cannot_stand_there_is_refused(root: Path, field: str, value: object, told: str) -> None:
    """What the check would call an error of form is not saved, and is told in its words."""
    writer = writer_of(root)
    text = (root / FIGURES).read_bytes()
    was = {SHPO: "559", "status": "final"}.get(field, "")
    if field == "source":
        was = "Annual MAPPA return of the London Strategic Management Board for 2024/25"
    status, words = edit(writer, field, was, value)
    assert status == 200
    assert told in words["refused"][field]
    assert (root / FIGURES).read_bytes() == text


def test_what_others_changed_meanwhile_stays(root: Path) -> None:
    """A field that holds something else by now is not saved, and both are told; other fields are."""
    change(root / FIGURES, "shpo: 559", "shpo: 561")
    other = {"field": "figure:managed_in_year.level_2.category_1", "was": "153", "value": "154"}
    edits = [{"field": SHPO, "was": "559", "value": "562"}, other]
    assert write(writer_of(root), "figures", edits=edits) == (409, {"refused": {}, "others": {SHPO: "561"}})
    text = (root / FIGURES).read_text(encoding="utf-8")
    assert "shpo: 561\n" in text
    assert "level_2: {category_1: 154, category_2: 301" in text


def test_a_page_that_others_changed_is_not_replaced(root: Path) -> None:
    """A page is saved only over the one that was shown; otherwise it is told as it is now."""
    writer = writer_of(root)
    page = writer.pages()["pages"]["introduction"]
    change(root / PAGES / "introduction.md", "## Thank you", "## Thanks")
    before = (root / PAGES / "introduction.md").read_bytes()
    typed = {"page": "introduction", "front": page["front"], "text": "Mine.\n"}
    status, words = write(writer, "page", **typed, digest=page["digest"])
    assert (status, (root / PAGES / "introduction.md").read_bytes()) == (409, before)
    assert words["theirs"]["digest"] == hashlib.sha256(before).hexdigest()
    assert "## Thanks" in words["theirs"]["text"]
    assert write(writer, "page", **typed, digest=words["theirs"]["digest"])[0] == 200
    assert (root / PAGES / "introduction.md").read_text(encoding="utf-8").endswith("---\nMine.\n")


def test_values_at_the_top_of_a_page_are_changed_alone(root: Path) -> None:
    """A title, a signature and a notice are changed, put in and taken out, in their order; the text stays."""
    writer, path = writer_of(root), root / PAGES / "20-digital-management.md"
    path.write_bytes(b"---\r\n# why\r\ntitle: 'Old'   # kept\r\nnotice: gone\r\n---\r\nText  \r\n")
    page = writer.pages()["pages"]["20-digital-management"]
    front = page["front"] | {
        "title": "New: title",
        "notice": "",
        "byline": "Chair",
        "signature": "Chair\nPolice, London",
    }
    typed = {"page": "20-digital-management", "text": page["text"]}
    assert write(writer, "page", **typed, front=front, digest=page["digest"])[0] == 200
    expected = '---\r\n# why\r\ntitle: "New: title"  # kept\r\nbyline: Chair\r\nsignature: [Chair, "Police, London"]\r\n---\r\nText  \r\n'
    assert path.read_bytes().decode() == expected
    page = writer.pages()["pages"]["20-digital-management"]
    assert page["front"]["signature"] == "Chair\nPolice, London"
    status, words = write(writer, "page", **typed, front=page["front"] | {"title": ""}, digest=page["digest"])
    assert (status, "“title” is missing" in words["refused"]) == (422, True)


@pytest.mark.parametrize(
    "name",
    [
        "../introduction",
        "../../../../data/annual-report/2024/london",
        "/etc/hostname",
        "introduction.md",
        "",
        "nowhere",
        "signoff",
        5,
        None,
    ],
)
def test_no_other_file_is_written(root: Path, name: object) -> None:
    """A page is one of the report's own, by its bare name."""
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    status, words = write(writer_of(root), "page", page=name, digest="", front=None, text="x")
    assert (status, words) == (422, {"refused": "This report has no such page."})
    for title in ("…", "", " ", "-", "\u200bx", "a\tb", "a\nb"):
        assert write(writer_of(root), "new-page", title=title)[0] == 422
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_link_is_not_written_through(root: Path, tmp_path: Path) -> None:
    """Where a link stands in the place of a file or a folder, nothing is written."""
    writer, elsewhere = writer_of(root), tmp_path / "elsewhere.md"
    elsewhere.write_text("---\ntitle: Mine\n---\nText\n", encoding="utf-8")
    path = root / PAGES / "introduction.md"
    kept = path.rename(root / "kept.md")
    for target in (elsewhere, kept):
        path.unlink(missing_ok=True)
        path.symlink_to(target)
        page = writer.pages()["pages"].get("introduction", {"digest": ""})
        before = target.read_bytes()
        assert write(writer, "page", page="introduction", digest=page["digest"], front=None, text="x")[0] == 422
        assert target.read_bytes() == before


def test_each_save_is_taken_back_and_done_again(root: Path) -> None:
    """Undo takes back the last save of a window, to the byte; redo makes it again; a paste is one step."""
    writer = writer_of(root)
    texts = [(root / FIGURES).read_bytes()]
    pasted = [{"field": SHPO, "was": "559", "value": "1"}, {"field": "status", "was": "final", "value": "draft"}]
    for edits in (pasted, [{"field": SHPO, "was": "1", "value": "2"}]):
        assert write(writer, "figures", edits=edits, window="one")[0] == 200
        texts.append((root / FIGURES).read_bytes())
    assert write(writer, "undo", window="other") == (422, {"refused": "There is nothing to undo."})
    for address, text in (
        ("undo", texts[1]),
        ("undo", texts[0]),
        ("redo", texts[1]),
        ("redo", texts[2]),
        ("undo", texts[1]),
    ):
        assert write(writer, address, window="one") == (200, {"what": "the figures"})
        assert (root / FIGURES).read_bytes() == text
    change(root / FIGURES, "cautioned: 41", "cautioned: 42")
    status, words = write(writer, "undo", window="one")
    assert (status, words["refused"]) == (422, "Meanwhile the figures changed elsewhere, so this cannot be done.")
    assert b"cautioned: 42" in (root / FIGURES).read_bytes()


def test_a_page_is_taken_away_and_brought_back(root: Path) -> None:
    """A page that is still as it was shown goes, undo brings back its very bytes, and redo takes it away again."""
    writer, name = writer_of(root), min(path.stem for path in (root / PAGES).glob("*.md"))
    path = root / PAGES / f"{name}.md"
    before = path.read_bytes()
    assert write(writer, "remove-page", page=name, digest="old")[0] == 409
    assert write(writer, "remove-page", page="nope", digest="old")[0] == 422
    digest = writer.pages()["pages"][name]["digest"]
    assert write(writer, "remove-page", page=name, digest=digest)[0] == 200
    assert not path.exists()
    assert write(writer, "undo") == (200, {"what": f"the page “{name}”"})
    assert path.read_bytes() == before
    assert write(writer, "redo")[0] == 200
    assert not path.exists()
    path.write_bytes(b"Somebody else's")
    assert write(writer, "undo")[0] == 422
    assert path.read_bytes() == b"Somebody else's"


def test_a_page_that_is_saved_as_it_goes_is_not_lost(tmp_path: Path) -> None:
    """What was saved after a page was read stays under its name, and nothing is left beside it."""
    path = tmp_path / "page.md"
    path.write_bytes(b"theirs")
    with pytest.raises(ChangedElsewhere):
        remove_file(path, b"read before")
    assert path.read_bytes() == b"theirs"
    with pytest.raises(ChangedElsewhere):
        remove_file(tmp_path / "gone.md", b"")
    assert [one.name for one in tmp_path.iterdir()] == ["page.md"]


def picture_in(colour: str, kind: str = "PNG") -> bytes:
    """A small picture of one colour."""
    made = io.BytesIO()
    Image.new("RGB", (4, 3), colour).save(made, kind)
    return made.getvalue()


def test_a_picture_is_put_beside_the_pages(root: Path) -> None:
    """A picture gets a name that a page can show it by, the same one once, and never takes the place of another."""
    writer = writer_of(root)

    def put(name: str, data: bytes) -> object:
        status, words = write(writer, "picture", name=name, data=b64encode(data).decode())
        assert status == 200
        assert (root / PAGES / str(words["name"])).read_bytes() == data
        return words["name"]

    assert put("Café photo 1.PNG", picture_in("red")) == "cafe-photo-1.png"
    assert put("Café photo 1.png", picture_in("red")) == "cafe-photo-1.png"
    assert put("Café photo 1.png", picture_in("blue")) == "cafe-photo-1-2.png"
    assert put("../../IMG (3).png", picture_in("blue", "JPEG")) == "img-3.jpg"
    assert sorted(path.name for path in (root / PAGES).glob("*.jpg")) == ["img-3.jpg"]


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b64encode(b"<svg/>").decode(), "“Plan 1.gif” is not a whole PNG or JPEG picture. Save it"),
        (b64encode(picture_in("red")[:45]).decode(), "is not a whole PNG or JPEG picture"),
        ("no base 64", "A picture is expected here."),
        ("", "is not a whole PNG or JPEG picture"),
        (7, "A picture is expected here."),
    ],
)
def test_what_is_no_picture_is_refused(root: Path, data: object, told: str) -> None:
    """Whatever cannot be published as a picture is not saved, and the reason is told."""
    before = sorted((root / PAGES).iterdir())
    status, words = write(writer_of(root), "picture", name="Plan 1.gif", data=data)
    assert status == 422
    assert told in str(words["refused"])
    assert sorted((root / PAGES).iterdir()) == before


def test_a_waiver_is_added_and_taken_away(root: Path) -> None:
    """A waiver is typed with its reason; it is taken away only while it is the one that was shown."""
    writer = writer_of(root)
    text = (root / FIGURES).read_text(encoding="utf-8")
    value = {
        "warning": "large-change",
        "cell": "restrictive_orders.shpo",
        "reason": "A: b",
        "role": "Coordinator",
        "date": "2025-09-12",
    }
    assert edit(writer, "waiver:+", "", value)[0] == 200
    added = '  - warning: large-change\n    cell: restrictive_orders.shpo\n    reason: "A: b"\n    role: Coordinator\n    date: 2025-09-12\n'
    assert (root / FIGURES).read_text(encoding="utf-8") == f"{text}\nwaivers:\n{added}"
    assert edit(writer, "waiver:0", "warning: another", "")[0] == 409
    shown = added.removeprefix("  - ").rstrip()
    assert edit(writer, "waiver:0", shown, "") == (200, {"refused": {}, "others": {}})
    assert (root / FIGURES).read_text(encoding="utf-8") == f"{text}\n"


def test_a_report_is_begun_and_a_page_added(root: Path) -> None:
    """A report that is not begun is begun, as by the command, and once; a page gets a file named for its title."""
    writer = writer_of(root, ReportKey("annual-report", 2024, "durham"))
    assert write(writer, "begin")[0] == 200
    text = (root / "data/annual-report/2024/durham.yaml").read_text(encoding="utf-8")
    assert "level_1:" in text
    change(root / "data/annual-report/2024/durham.yaml", "status: draft", "status: final")
    status, words = write(writer, "begin")
    assert (status, "is begun already" in words["refused"]) == (422, True)
    assert write(writer, "new-page", title="Training & research") == (200, {"name": "10-training-and-research"})
    path = "content/annual-report/2024/durham/10-training-and-research.md"
    written = (root / path).read_text(encoding="utf-8")
    assert 'title: "Training & research"' in written.replace(
        "title: Training & research", 'title: "Training & research"'
    )
    assert written.endswith("[To be completed] Write this page.\n")
    assert write(writer, "new-page", title="Training and research")[0] == 422


def test_the_first_page_of_an_area_can_be_begun(root: Path) -> None:
    """Git keeps no empty folder, so there may be none for the pages yet; what cannot be written is told by its path in it."""
    shutil.rmtree(root / PAGES)
    assert write(writer_of(root), "new-page", title="First") == (200, {"name": "10-first"})
    shutil.rmtree(root / "content")
    (root / "content").write_text("", encoding="utf-8")
    status, words = write(writer_of(root), "new-page", title="First")
    assert (status, str(root) in words["refused"]) == (422, False)


def test_a_page_can_have_any_title_that_people_give_one(root: Path) -> None:
    """Signs are left out of the name of its file, which is kept short, and its number is behind all that are there."""
    writer = writer_of(root)
    for number, (title, name) in enumerate(
        [
            ("What is MAPPA?", "what-is-mappa"),
            ("Training/research: women’s safety (a pilot), part 2", "training-research-womens-safety-a-pilot-part-2"),
            ("../Beth yw’r “tŷ”", "beth-ywr-ty"),
            ("Themes", "page"),
            ("x" * 200, "x" * 50),
            *((f"More {count}", f"more-{count}") for count in range(6)),
        ],
        3,
    ):
        status, words = write(writer, "new-page", title=title)
        assert (status, words) == (200, {"name": f"{number}0-{name}"})
        assert title in (root / PAGES / f"{number}0-{name}.md").read_text(encoding="utf-8").replace('\\"', '"')
    (root / PAGES / "40-training-research-womens-safety-a-pilot-part-2.md").unlink()
    assert write(writer, "new-page", title="Last")[1] == {"name": "140-last"}


def test_a_file_that_changes_at_the_last_moment_is_not_lost(tmp_path: Path) -> None:
    """A file that is not what was read, is a link by now, or is gone, is left as it is, and nothing lies beside it."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"theirs")
    with pytest.raises(ChangedElsewhere):
        exchange_file(path, b"mine before", b"mine")
    assert path.read_bytes() == b"theirs"
    exchange_file(path, b"theirs", b"mine")
    assert path.read_bytes() == b"mine"
    with pytest.raises(ChangedElsewhere):
        exchange_file(tmp_path / "gone.yaml", b"", b"mine")
    assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]


def test_an_editor_that_saves_at_the_same_moment_loses_nothing(tmp_path: Path) -> None:
    """While an editor saves again and again, what is exchanged is only ever what was read; the last save of the editor stays."""
    path = tmp_path / "a.yaml"
    path.write_bytes(b"0")

    def editor() -> None:
        for number in range(1, 200):
            aside = tmp_path / "editor"
            aside.write_bytes(str(number).encode())
            aside.replace(path)

    saving = threading.Thread(target=editor)
    saving.start()
    done = 0
    while saving.is_alive() or not done:
        before = path.read_bytes()
        with suppress(ChangedElsewhere):
            exchange_file(path, before, before.rstrip(b"+") + b"+")
            done += 1
    saving.join()
    assert path.read_bytes() in (b"199", b"199+")
    assert [one.name for one in tmp_path.iterdir()] == ["a.yaml"]


@pytest.mark.slow
@settings(max_examples=1, deadline=None, phases=[Phase.generate])
@given(chance=randoms(use_true_random=True))
def test_a_hundred_edits_leave_all_else_to_the_byte(tmp_path_factory: pytest.TempPathFactory, chance: Random) -> None:
    """After a hundred edits at random, in figures and pages, each line that was not edited has the bytes that it had."""
    root = copy_workspace(tmp_path_factory.mktemp("edited") / "workspace")
    figures, page = root / FIGURES, root / PAGES / "introduction.md"
    remarked = re.sub("(shpo: 559|level_2: {.*}|revoked: 36)", r"\1   # seen", figures.read_text(encoding="utf-8"))
    figures.write_bytes(as_bytes(["# by hand", *remarked.splitlines()]).replace(b"\n", b"\r\n"))
    writer = writer_of(root)
    fields = ("restrictive_orders.shpo", "lifetime_notification_revoked.revoked", "notification_breaches.convicted")
    for number in range(50):
        name = chance.choice(fields)
        row = name.split(".")[1]
        before = figures.read_bytes().splitlines(keepends=True)
        was = re.search(rf"    {row}: (\S*(?: \[r\])?)", b"".join(before).decode())[1]
        value = chance.choice([str(number), f"{number} [r]", "[x]"])
        assert edit(writer, f"figure:{name}", was, value) == (200, {"refused": {}, "others": {}})
        after = figures.read_bytes().splitlines(keepends=True)
        changed = [new.strip().decode() for old, new in zip(before, after, strict=True) if old != new]
        assert changed in ([], [f"{row}: {value}"]) or re.fullmatch(rf"{row}: {re.escape(value)} +# seen", changed[0])
    for number in range(50):
        shown = writer.pages()["pages"]["introduction"]
        before, lines = page.read_bytes().splitlines(keepends=True), shown["text"].split("\n")
        at = chance.randrange(len(lines) - 1)
        lines[at] = f"Line {number} is new – é."
        typed = {"page": "introduction", "digest": shown["digest"], "front": shown["front"], "text": "\n".join(lines)}
        assert write(writer, "page", **typed)[0] == 200
        after = page.read_bytes().splitlines(keepends=True)
        assert sum(old != new for old, new in zip(before, after, strict=True)) == 1


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X_Reportgen_Token": ""}, 403),
        ({"X_Reportgen_Token": "wrong"}, 403),
        ({"X_Reportgen_Token": "é"}, 403),
        ({"Origin": ""}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content_Type": ""}, 415),
    ],
    ids=str,
)
def test_only_its_own_page_writes(served: Shown, headers: dict[str, str], status: int) -> None:
    """Without the token, from another origin or in another form, nothing is written, and all that is said is why."""
    before = (served.root / FIGURES).read_bytes()
    for address in ("figures", "page", "new-page", "begin", "undo", "redo"):
        edits = [{"field": SHPO, "was": "559", "value": "1"}]
        answer, body = served.post(f"/write/{address}", {"edits": edits, "title": "New"}, **headers)
        assert (answer.status, body.startswith(b"Refused.")) == (status, True)
        assert answer.getheader("access-control-allow-origin") is None
    assert (served.root / FIGURES).read_bytes() == before
    assert sorted(path.name for path in (served.root / PAGES).iterdir()) == sorted(
        path.name for path in (REPOSITORY / PAGES).iterdir()
    )


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b"{", 400),
        (b"[" * 100_000, 400),
        (b"\xff", 400),
        (b'{"edits": [{}]}', 422),
        (b'{"edits": "x"}', 422),
        (b'"' + b"x" * LARGEST_REQUEST + b'"', 413),
    ],
    ids=["nothing", "a list", "half", "deep", "no text", "no field", "no list", "too large"],
)
def test_what_is_no_request_is_refused(served: Shown, data: bytes, status: int) -> None:
    """What is not a request of bounded size is refused, and the preview goes on."""
    try:
        answer, _ = served.post("/write/figures", None, data)
    except (BrokenPipeError, ConnectionResetError):
        assert status == 413
    else:
        assert answer.status == status
    assert served.state()["summary"]


def test_no_address_for_writing_is_read(served: Shown) -> None:
    """What is for writing answers no other method, and what is for reading takes nothing."""
    for address in ("figures", "page", "undo"):
        assert served.ask(f"/write/{address}")[0].status == 405
    assert served.post("/state", {})[0].status == 405
    assert served.post("/write", {})[0].status == 404


def test_each_preview_has_a_token_of_its_own(shown: Callable[..., Shown], served: Shown) -> None:
    """The token of one preview opens no other, and is long."""
    one = shown()
    assert one.token() != served.token()
    assert len(one.token()) >= 40
    assert one.post("/write/undo", {}, X_Reportgen_Token=served.token())[0].status == 403


def test_what_is_saved_shows_at_once(shown: Callable[..., Shown]) -> None:
    """Once the answer is there, the state tells what was typed and what is said of it."""
    one = shown()
    field = "figure:eligible_on_31_march.level_1.category_1"
    assert one.write("/write/figures", edits=[{"field": field, "was": "7368", "value": "7386"}])[0] == 200
    assert one.state()["summary"] == "1 to put right."
    cell = json.loads(one.ask("/form")[1])["tables"][0]["cells"][0][0]
    assert (cell["typed"], cell["found"][0]["kind"]) == ("7386", "To put right")
    change(one.root / FIGURES, "tables:", "tables: [")
    one.wait_for(lambda _: json.loads(one.ask("/form")[1]) == {})
    status, words = one.write("/write/figures", edits=[{"field": field, "was": "7386", "value": "1"}])
    assert (status, "in the file itself" in words["refused"][field]) == (200, True)
