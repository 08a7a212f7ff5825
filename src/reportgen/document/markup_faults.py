"""What the edition's own Markdown holds and no format could show.

Comes in: a text as it was read. Goes out: what is wrong with it.
"""

from collections.abc import Iterator

from reportgen.core.diagnostic import Diagnostic, Place
from reportgen.tree.markdown_reader import MarkdownText, Problem
from reportgen.tree.nodes import Picture
from reportgen.tree.walk import find

LINK_HINT = "links go to a web address (https://…), an e-mail address, a telephone number, or to #a-part-of-the-report"
_RAW_HINT = "write it in Markdown; raw HTML may be a paragraph, a list, a table, a signature or an address"


def markup_faults(read: MarkdownText) -> Iterator[Diagnostic]:
    """What is wrong with a section, a note or a cover. Errors: unknown-markup, unsafe-link, template-error."""
    for problem in read.problems:
        yield _diagnostic(problem)
    for picture in find(read.blocks, Picture):
        if picture.place:
            yield _picture(picture.name, picture.place)


def _diagnostic(problem: Problem) -> Diagnostic:
    match problem.kind:
        case "link":
            message = f"the edition leads to “{problem.words}”, which is not for it"
            return Diagnostic("unsafe-link", problem.place, message, LINK_HINT)
        case "picture":
            return _picture(problem.words, problem.place)
        case _:
            return Diagnostic("unknown-markup", problem.place, problem.words, _RAW_HINT)


def _picture(name: str, place: Place) -> Diagnostic:
    message = f"the edition shows the picture {name}, which it cannot have"
    return Diagnostic("template-error", place, message, "pictures belong to pages of the area; take it out")
