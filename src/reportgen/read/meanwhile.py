"""Whether all that was read for a report is of one moment.

Comes in: the digests of what was read. Goes out: a diagnostic for each file that is another one by now.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from reportgen.core.diagnostic import Diagnostic, whole_file
from reportgen.read.digest import Digests, digests_of
from reportgen.read.packaged import locate
from reportgen.read.pictures import LARGEST_PICTURE, PICTURE_ENDINGS
from reportgen.read.text import file_stamp, read_bytes, read_text


def changed_meanwhile(root: Path, digests: Digests) -> Iterator[Diagnostic]:
    """The files that were changed since they were read.

    Why: they are read one after another. Where each is still as it was read once all were, there was a moment at which all of
    them were so; where not, figures of today could stand beside a page of yesterday.
    Errors: changed-meanwhile.
    """
    for named, digest in digests.items():
        path = locate(root, named) if named.startswith("templates/") else named
        state = file_stamp(root, path)
        if state is None or _digest_now(root, path, state) != digest:
            message = f"{path} was changed while the report was made of it"
            hint = "save all files that belong together, and type the command again"
            yield Diagnostic("changed-meanwhile", whole_file(path), message, hint)


@lru_cache(maxsize=1024)
def _digest_now(root: Path, path: str, _: tuple[int, ...]) -> str | None:
    """The digest that a file would be read with now; None where it cannot be read.

    Why: read once as long as the file lies as it lay, since all reports of a year have their wording from the same.
    """
    if path.lower().endswith((*PICTURE_ENDINGS, ".docx")):
        data = read_bytes(root, path, lambda _: None, largest=LARGEST_PICTURE)
        return sha256(data).hexdigest() if data is not None else None
    file = read_text(root, path, lambda _: None)
    return next(iter(digests_of(file).values())) if file else None
