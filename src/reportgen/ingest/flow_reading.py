"""Which kind of file it is, by what it holds; and its text as blocks.

Comes in: bytes and a name. Goes out: blocks; none of a file that holds tables alone. Run only behind the wall of process.py.
"""

import io
import zipfile

from reportgen.ingest.flow import FlowBlock


def read_flow(data: bytes, name: str) -> tuple[FlowBlock, ...]:
    """The blocks of a file that reading.py can read. Raises: Unreadable."""
    ending = name.rsplit(".", 1)[-1].lower()
    if b"%PDF-" in data[:1024]:
        from reportgen.ingest.pdf_flow import read_pdf_flow

        return read_pdf_flow(data)
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "word/document.xml" not in archive.namelist():
                return ()
        from reportgen.ingest.word_flow import read_word_flow

        return read_word_flow(data)
    if data.startswith(b"\xd0\xcf\x11\xe0") or ending in ("csv", "tsv"):
        return ()
    from reportgen.ingest.html_flow import read_html_flow
    from reportgen.ingest.text import decode
    from reportgen.ingest.text_flow import read_text_flow

    start = decode(data[:2_000]).lstrip().lower()
    if start.startswith(("<!doctype html", "<html")) or ending in ("html", "htm"):
        return read_html_flow(data)
    return read_text_flow(data)
