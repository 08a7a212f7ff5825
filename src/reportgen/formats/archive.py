"""Files packed into one, such as a bundle, a workbook or a Word file.

Comes in: names and bytes. Goes out: a zip, the same bytes wherever and whenever it is made.
"""

import io
import zipfile
from collections.abc import Iterable
from datetime import date

_FIRST, _LAST = date(1980, 1, 1), date(2107, 12, 31)


def pack(members: Iterable[tuple[str, bytes]], day: date) -> bytes:
    """A zip of the members in their order, each dated with the day, or the nearest that a zip knows.

    Source: OpenDocument 1.3, part 2, 3.3 on `mimetype`.
    """
    day = min(max(day, _FIRST), _LAST)
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in members:
            member = zipfile.ZipInfo(name, (day.year, day.month, day.day, 0, 0, 0))
            member.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            member.create_system = 3
            member.external_attr = 0o644 << 16
            archive.writestr(member, data)
    return written.getvalue()
