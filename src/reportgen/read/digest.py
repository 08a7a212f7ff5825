"""What each file held when it was read, as a digest by its path.

Comes in: texts that were read. Goes out: the SHA-256 of each in hexadecimal, by the path that it has in a workspace.
"""

from hashlib import sha256

from reportgen.core.diagnostic import SourceFile
from reportgen.read.packaged import PREFIX

Digests = dict[str, str]


def digests_of(*files: SourceFile) -> Digests:
    """The digests of some texts. Why: lines are counted and not their ends, which differ between systems."""
    return {file.path.removeprefix(PREFIX): sha256(file.text.encode()).hexdigest() for file in files}
