"""An answer that was given before, given again while nothing has changed.

Comes in: the words of a command, and where it was typed. Goes out: what it printed the last time, if every file that took
part lies as it lay then. Nothing large is loaded here, since this is done before anything else.
"""

import binascii
import os
import stat
import sys

FOLDER = "build/.answers"
_MARKER = "reportgen.yaml"
_FORM = "reportgen answer 1"
_ASKED = ("build", "check", "list")
_LONGEST_NAME = 120
_LARGEST = 20_000_000
# Whichever of these is there changes when a library of the system is replaced, such as the one that sets letters.
_OF_THE_SYSTEM = ("/etc/ld.so.cache", "/opt/homebrew/lib", "/usr/local/lib")


class Question:
    """What was asked, and where. Shape: `whole` is all that the answer depends on besides files."""

    def __init__(self, root: str, words: list[str], circumstances: list[str]) -> None:
        self.root = root
        self.whole = "\n".join([root, sys.version, *sys.path, *circumstances, *words])
        self.path = f"{FOLDER}/{''.join(c if c.isascii() and c.isalnum() else '-' for c in ' '.join(words))}"


def question(words: list[str], circumstances: list[str]) -> Question | None:
    """What is asked with these words in this folder; None where the answer is not kept.

    Shape: `circumstances` are those that change what is printed, such as whether it goes to a terminal.
    """
    named = any(word.startswith("--workspace") for word in words)
    if not words or words[0] not in _ASKED or named or len(" ".join(words)) > _LONGEST_NAME:
        return None
    start = here = os.path.realpath(".")
    while not os.path.isfile(f"{here}/{_MARKER}"):
        here, below = os.path.dirname(here), here
        if here == below:
            return None
    return Question(here.rstrip("/"), words, [start, *circumstances])


def recall(asked: Question) -> str | None:
    """What was printed the last time; None where that is not known, or something has changed.

    Why: an answer holds for the very files that it was given for, by their number and times. Those of reportgen.yaml are
    among them, which nobody can know beforehand, so that no answer is believed that came with a workspace.
    """
    try:
        handle = os.open(f"{asked.root}/{asked.path}", os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as stream:
            found = os.fstat(handle)
            data = stream.read(_LARGEST + 1) if stat.S_ISREG(found.st_mode) else b""
        form, number, whole, text, *known = data.decode("utf-8", "surrogateescape").split("\0")
        rest = data.split(b"\0", 2)[2]
    except (OSError, ValueError, IndexError):
        return None
    if form != _FORM or number != str(binascii.crc32(rest)) or whole != asked.whole or known[:1] != [_MARKER]:
        return None
    paths = known[0::2]
    return text if looks(asked.root, paths) == known[1::2] else None


def looks(root: str, paths: list[str]) -> list[str]:
    """How each file and folder lies there: its kind, number, size and times; “none” for what is not there."""
    found = []
    for path in paths:
        try:
            state = os.stat(path if path[0] == "/" or path[1] == ":" else f"{root}/{path}")
        except OSError:
            found.append("none")
        else:
            found.append(
                f"{state.st_mode} {state.st_ino} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} {state.st_dev}"
            )
    return found


def written(asked: Question, text: str, paths: list[str], looks: list[str]) -> bytes:
    """An answer as it is kept."""
    known = [word for pair in zip(paths, looks, strict=True) for word in pair]
    rest = "\0".join([asked.whole, text, *known]).encode("utf-8", "surrogateescape")
    return f"{_FORM}\0{binascii.crc32(rest)}\0".encode() + rest


def program_paths() -> list[str]:
    """The files of this program and the folders of its libraries, in which a new version changes a name."""
    here = os.path.dirname(os.path.abspath(__file__))
    own = [
        f"{folder}/{name}" for folder, _, names in os.walk(here) for name in names if name.endswith((".py", ".conf"))
    ]
    libraries = [os.path.abspath(folder) for folder in sys.path]
    return sorted({here, *own, *libraries, *_OF_THE_SYSTEM})
