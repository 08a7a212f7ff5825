"""Writing into the files of one report, and of no other.

Comes in: what was typed in the browser, with what stood there before. Goes out: an answer, once the file is saved or is not.
Why: the files are the truth. What was changed elsewhere meanwhile is never replaced, but told, so that somebody can choose.
"""

import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportgen.commands.build import begin, write_schemas
from reportgen.commands.new.plan import as_bytes
from reportgen.commands.new.reports import blank_page
from reportgen.commands.new.years import edition_for, new_areas
from reportgen.core.names import ReportKey, slug_for
from reportgen.output.atomic_write import ChangedElsewhere, InTheWay, look_at_way, write_new_file
from reportgen.output.publish import publish_new, refusal
from reportgen.preview.fields import RefusedError, figures_tree, message_of, parse_field, read_field, write_field
from reportgen.preview.history import History, Step, put
from reportgen.preview.page_texts import changed_page, page_fields, shown_page
from reportgen.preview.sent_pictures import free_names, parse_picture
from reportgen.preview.ticking import Published
from reportgen.read.edition_shapes import EditionShape
from reportgen.read.line_ends import saved_text, shown_text
from reportgen.read.pages import number_of
from reportgen.read.pictures import LARGEST_PICTURE
from reportgen.read.source import list_pages, read_year
from reportgen.read.text import LARGEST_TEXT, read_bytes
from reportgen.read.workspace import Workspace, figures_path, pages_path

# A picture takes a third more where it is told as text; no other request is as large.
LARGEST_REQUEST = LARGEST_PICTURE // 3 * 4 + 1_000
_TRIES = 5
# What of a title is in the name of its page's file, and how much of it.
_WORD = re.compile(r"[\w’'&]+")
_LONGEST_NAME = 50
Asked = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the browser is told. Shape: `status` as in HTTP; `changed` is the file that is another now, if any."""

    status: int
    words: dict[str, object]
    changed: str = ""


class Writer:
    """Writes for the windows of one preview, one thing at a time."""

    def __init__(
        self, found: Callable[[], Workspace | None], root: Path, key: ReportKey, published: Published | None = None
    ) -> None:
        self.published = published
        self._found = found
        self._root = root
        self._key = key
        self._lock = threading.Lock()
        self._histories: dict[str, History] = {}

    @property
    def addresses(self) -> dict[str, Callable[[Asked], Answer]]:
        """What can be asked for."""
        answers: dict[str, Callable[[Asked], Answer]] = {
            "/write/figures": self._figures,
            "/write/page": self._page,
            "/write/new-page": self._new_page,
            "/write/remove-page": self._remove_page,
            "/write/picture": self._picture,
            "/write/begin": self._begin,
            "/write/ticks": self._ticks,
            "/write/undo": partial(self._moved, is_back=True),
            "/write/redo": partial(self._moved, is_back=False),
        }
        return {address: partial(self._answer, answer) for address, answer in answers.items()}

    def pages(self) -> dict[str, object]:
        """The pages as they are in their files, by name, and the fields that each has."""
        workspace = self._found()
        found = {}
        for name in list_pages(workspace, self._key) if workspace else ():
            data = self._read(self._page_path(name))
            if data is not None:
                try:
                    found[name] = shown_page(data)
                except UnicodeDecodeError:
                    continue
        return {"fields": page_fields(), "pages": found}

    def _answer(self, answer: Callable[[Asked], Answer], asked: Asked) -> Answer:
        with self._lock:
            try:
                return answer(asked)
            except RefusedError as problem:
                return Answer(422, {"refused": str(problem)})
            except UnicodeDecodeError:
                return Answer(422, {"refused": "The file is not in UTF-8, so that it can only be changed by hand."})
            except OSError as problem:
                return Answer(422, {"refused": message_of(refusal("the file", problem))})

    def _figures(self, asked: Asked) -> Answer:
        """Changes fields of the figures file: those that hold what they held when somebody began to type, and no others.

        Shape: `edits` are of a field, what it `was` and the new `value`. The answer has for each field that is not saved
        why it was refused, or what stands there now.
        """
        edits = asked.get("edits")
        if not isinstance(edits, list) or not all(isinstance(edit, dict) and _is_edit(edit) for edit in edits):
            raise RefusedError("A list of fields is expected here.")
        shape = self._edition()
        path = figures_path(self._key)
        for _ in range(_TRIES):
            before = self._read(path)
            if before is None:
                raise RefusedError("The figures file cannot be read; see the list.")
            data, refused, others = _with_edits(before, shape, edits)
            try:
                self._save(path, before, data, asked)
            except ChangedElsewhere:
                continue
            return Answer(
                409 if others else 200, {"refused": refused, "others": others}, path if data != before else ""
            )
        raise RefusedError("The figures file is being changed by another program. Try again in a moment.")

    def _page(self, asked: Asked) -> Answer:
        """Changes a page that is still the one that was shown; otherwise tells what it is now."""
        front, text = asked.get("front"), asked.get("text")
        is_front = isinstance(front, dict) and all(isinstance(words, str) for words in front.values())
        if not isinstance(text, str) or not (is_front or front is None):
            raise RefusedError("A text is expected here.")
        path, before, theirs = self._named_page(asked)
        if theirs:
            return theirs
        data = changed_page(before, front if isinstance(front, dict) else {}, text)
        try:
            self._save(path, before, data, asked)
        except ChangedElsewhere:
            latest = self._read(path)
            return Answer(409, {"theirs": shown_page(latest) if latest is not None else None})
        return Answer(200, {"page": shown_page(data)}, path if data != before else "")

    def _named_page(self, asked: Asked) -> tuple[str, bytes, Answer | None]:
        """The path of the page that a request names, and what it holds; with that as the answer, if another one was shown."""
        name, workspace = asked.get("page"), self._found()
        if not isinstance(name, str) or workspace is None or name not in list_pages(workspace, self._key):
            raise RefusedError("This report has no such page.")
        path = self._page_path(name)
        before = self._read(path)
        if before is None:
            raise RefusedError("The page cannot be read; see the list.")
        now = shown_page(before)
        return path, before, Answer(409, {"theirs": now}) if now["digest"] != asked.get("digest") else None

    def _remove_page(self, asked: Asked) -> Answer:
        """Takes away a page that is still the one that was shown; otherwise tells what it is now."""
        path, before, theirs = self._named_page(asked)
        if theirs:
            return theirs
        try:
            self._save(path, before, None, asked)
        except ChangedElsewhere:
            raise RefusedError("The page was saved elsewhere meanwhile, so it stays.") from None
        return Answer(200, {}, path)

    def _picture(self, asked: Asked) -> Answer:
        """Puts a picture beside the pages, under a name that a page can show it by."""
        name, data = parse_picture(asked)
        folder = self._root / pages_path(self._key)
        for path in free_names(folder, name):
            if path.is_file() and path.read_bytes() == data:
                return Answer(200, {"name": path.name})
            if not path.exists():
                break
        told = f"{pages_path(self._key)}/{path.name}"
        look_at_way(self._root, told, is_folder=False)
        write_new_file(path, data)
        return Answer(200, {"name": path.name}, told)

    def _new_page(self, asked: Asked) -> Answer:
        """Makes a page with a title and nothing else."""
        title = asked.get("title")
        workspace = self._found()
        words = _WORD.findall(title) if isinstance(title, str) and title.isprintable() else []
        if workspace is None or not isinstance(title, str) or not words:
            raise RefusedError("A page needs a title of letters and digits.")
        name = slug_for(" ".join(words)[:_LONGEST_NAME]) or "page"
        there = list_pages(workspace, self._key)
        number = max((number_of(other) or 0 for other in there), default=0) // 10 * 10 + 10
        if any(name in (other, other.partition("-")[2]) for other in there):
            raise RefusedError("There is a page of that name already.")
        path = self._page_path(f"{number}-{name}")
        made = publish_new(self._root, {path: as_bytes(blank_page(path, title))}, {}, ())
        if made.value is None:
            raise RefusedError(message_of(made.diagnostics[0]))
        return Answer(200, {"name": f"{number}-{name}"}, path)

    def _begin(self, _: Asked) -> Answer:
        """Makes the files of a report that is not begun."""
        workspace, key = self._found(), self._key
        if workspace is None or key.area not in workspace.areas:
            raise RefusedError("This area is not in the list of areas.")
        edition = edition_for(workspace, key.kind, key.year)
        areas = {key.area: workspace.areas[key.area]}
        name = edition[0] if edition else ""
        command = f"reportgen new area {key.area} {key.year}"
        made = begin(self._root, lambda: new_areas(workspace, key.kind, key.year, areas, name), command)
        if made.value is None:
            raise RefusedError(message_of(made.diagnostics[0]))
        write_schemas(workspace)
        return Answer(200, {"made": list(made.value.files)}, "reportgen.yaml")

    def _ticks(self, asked: Asked) -> Answer:
        """Records in the figures file who looked at each figure beside the published file."""
        path = figures_path(self._key)
        before = self._read(path)
        if self.published is None or before is None:
            raise RefusedError("There is no published file to tick figures off, or no figures file.")
        data = saved_text(before, self.published.with_ticks(shown_text(before), asked))
        try:
            self._save(path, before, data, asked)
        except ChangedElsewhere:
            raise RefusedError("The figures file was saved elsewhere meanwhile. Try again in a moment.") from None
        return Answer(200, {}, path)

    def _moved(self, asked: Asked, *, is_back: bool) -> Answer:
        """Takes the last change of a window back, or makes it again, where its file is still as that left it."""
        history = self._history(asked)
        one, other = (history.done, history.undone) if is_back else (history.undone, history.done)
        if not one:
            raise RefusedError("There is nothing to undo." if is_back else "There is nothing to do again.")
        step = one[-1]
        now, then = (step.after, step.before) if is_back else (step.before, step.after)
        try:
            put(self._root / step.path, now, then)
        except (ChangedElsewhere, InTheWay):
            raise RefusedError(
                f"Meanwhile {self._named(step.path)} changed elsewhere, so this cannot be done."
            ) from None
        other.append(one.pop())
        return Answer(200, {"what": self._named(step.path)}, step.path)

    def _named(self, path: str) -> str:
        """A file as people call it."""
        name = path.rpartition("/")[2].removesuffix(".md")
        return "the figures" if path == figures_path(self._key) else f"the page “{name}”"

    def _save(self, path: str, before: bytes, data: bytes | None, asked: Asked) -> None:
        """Replaces a file that is still as it was read, or takes it away, and keeps the change. Errors: OSError; RefusedError."""
        if data is not None and len(data) > LARGEST_TEXT:
            raise RefusedError(f"The file would be larger than {LARGEST_TEXT:,} bytes.")
        if data == before:
            return
        look_at_way(self._root, path, is_folder=False)
        put(self._root / path, before, data)
        self._history(asked).keep(Step(path, before, data))

    def _history(self, asked: Asked) -> History:
        return self._histories.setdefault(str(asked.get("window", ""))[:64], History())

    def _read(self, path: str) -> bytes | None:
        return read_bytes(self._root, path, lambda _: None, largest=LARGEST_TEXT)

    def _page_path(self, name: str) -> str:
        return f"{pages_path(self._key)}/{name}.md"

    def _edition(self) -> EditionShape:
        workspace = self._found()
        year = read_year(workspace, self._key.kind, self._key.year).value if workspace else None
        if year is None:
            raise RefusedError("The edition of this year cannot be read; see the list.")
        return year.edition.shape


def _with_edits(
    before: bytes, shape: EditionShape, edits: list[dict[str, object]]
) -> tuple[bytes, dict[str, str], dict[str, str]]:
    """A figures file with fields changed; why fields were refused, and what stands in those that others changed."""
    data = before
    refused: dict[str, str] = {}
    others: dict[str, str] = {}
    for edit in edits:
        name, value = str(edit["field"]), edit["value"]
        try:
            text = shown_text(data)
            one = parse_field(name, shape)
            now = read_field(figures_tree(text), text, shape, one)
            if now != edit["was"] and now != value:
                others[name] = now
                continue
            if isinstance(value, str | dict):
                data = saved_text(data, write_field(text, shape, one, value))
        except RefusedError as problem:
            refused[name] = str(problem)
    return data, refused, others


def _is_edit(edit: dict[object, object]) -> bool:
    """Whether a part of a request is an edit: a field, what it was, and what it is to be."""
    value = edit.get("value")
    is_words = isinstance(value, dict) and all(isinstance(words, str) for words in value.values())
    return (
        isinstance(edit.get("field"), str) and isinstance(edit.get("was"), str) and (isinstance(value, str) or is_words)
    )
