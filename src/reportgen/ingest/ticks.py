"""The record of who looked at each figure beside the file that it was read from.

Comes in: the text of a figures file, what was read from the file, a role and a day. Goes out: the text with one record more.
"""

import re
from datetime import date

from reportgen.ingest.figures import Confidence
from reportgen.ingest.figures_file import remark_on
from reportgen.ingest.importing import Imported
from reportgen.read.located_yaml import Listing, Mapping
from reportgen.read.yaml_edit import set_value, tree_of
from reportgen.read.yaml_typed import typed_words


def with_record(text: str, imported: Imported, role: str, day: date, count: int) -> str:
    """The text of a figures file with one more record, of so many figures, and without what asked to look at them.

    Errors: NotEditableError.
    """
    for figure in imported.figures.values():
        if figure.state is Confidence.MISSING:
            continue
        asked = rf"[ \t]*[#;] (?:{figure.name.column}: )?{re.escape(remark_on(figure))}$"
        text = re.sub(asked, "", text, flags=re.MULTILINE)
    tree = tree_of(text)
    ticks = tree.get("ticks") if isinstance(tree, Mapping) else None
    number = len(ticks.items) if isinstance(ticks, Listing) else 0
    record = {
        "role": typed_words(role),
        "date": typed_words(day.isoformat()),
        "file": typed_words(imported.name),
        # Some digests would be numbers without quotation marks.
        "sha256": f'"{imported.digest}"',
        "figures": str(count),
    }
    return set_value(text, ("ticks", number), record)
