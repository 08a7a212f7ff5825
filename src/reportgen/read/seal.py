"""Whether a sealed edition is still as it was sealed.

Comes in: the digests of an edition's files. Goes out: one digest of them all, or a diagnostic for each file that changed.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from reportgen.core.diagnostic import Diagnostic, Emit, whole_file
from reportgen.core.wording import counted
from reportgen.read.digest import Digests
from reportgen.read.packaged import full_path, is_packaged, locate, packaged_root
from reportgen.read.shape_reader import read_yaml
from reportgen.read.shapes import SealShape


def seal_path(edition_folder: str) -> str:
    """Where the seal of an edition is."""
    return f"{edition_folder}/seal.yaml"


def read_seal(root: Path, edition_folder: str, digests: Digests, emit: Emit) -> str | None:
    """One digest of all that an edition held when it was sealed, if it was and nothing changed since; in hexadecimal.

    Why: a report of three years ago must come out again as it was published; new wording is a new edition.
    Errors: seal-broken, and those of reading the seal.
    """
    path = seal_path(edition_folder)
    if not full_path(root, path).exists():
        return None
    read = read_yaml(root, path, SealShape, emit)
    if read is None:
        return None
    now = {path: digest for path, digest in digests.items() if not _is_later(root, path, read.shape.files)}
    broken = list(_changes(root, read.shape.files, now))
    for diagnostic in broken:
        emit(diagnostic)
    files = "".join(f"{path} {digest}\n" for path, digest in sorted(read.shape.files.items()))
    return None if broken else sha256(files.encode()).hexdigest()


def _is_later(root: Path, path: str, sealed: dict[str, str]) -> bool:
    """Whether a file came with the program after an edition was sealed.

    Why: until a theme had a Word file, the program alone said how reports look in Word, and no seal covers that.
    """
    if not path.endswith(".docx") or any(name.endswith(".docx") for name in sealed):
        return False
    return full_path(root, locate(root, path)).resolve().is_relative_to(packaged_root().resolve())


def _changes(root: Path, sealed: dict[str, str], now: dict[str, str]) -> Iterator[Diagnostic]:
    packaged: list[str] = []
    for path in sorted({*sealed, *now}):
        told = locate(root, path)
        if sealed.get(path) == now.get(path):
            continue
        if is_packaged(told):
            packaged.append(told)
            continue
        what = "is new" if path not in sealed else "is gone" if path not in now else "changed"
        hint = "put the file back as it was; new wording is a new edition, asked for in year.yaml"
        yield Diagnostic("seal-broken", whole_file(told), f"the edition is sealed, but {told} {what} since", hint)
    if packaged:
        # They came with another version of the program, all at once; nobody can put one back.
        others = f" and {counted(len(packaged) - 1, 'other file')} of reportgen" if packaged[1:] else ""
        message = f"the edition is sealed, but {packaged[0]}{others} changed since"
        hint = "go back to the reportgen that it was sealed with; or take seal.yaml away, look at its reports, and seal it again"
        yield Diagnostic("seal-broken", whole_file(packaged[0]), message, hint)
