"""The contents of the Word file, once a program that lays out pages has brought them up to date."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from saying import london

from reportgen.formats.word.export import export_docx
from reportgen.tree.nodes import Heading
from reportgen.tree.walk import plain_text

# LibreOffice has no command that does this without a window; a macro in its own folder of settings does.
MACRO = """Sub Main
 Dim hidden(0) As New com.sun.star.beans.PropertyValue
 hidden(0).Name = "Hidden" : hidden(0).Value = True
 opened = StarDesktop.loadComponentFromURL("{source}", "_blank", 0, hidden())
 For number = 0 To opened.DocumentIndexes.Count - 1
  opened.DocumentIndexes.getByIndex(number).update()
 Next
 Dim printed(0) As New com.sun.star.beans.PropertyValue
 printed(0).Name = "FilterName" : printed(0).Value = "writer_pdf_Export"
 opened.storeToURL("{target}", printed())
 opened.close(True)
 StarDesktop.terminate()
End Sub
"""
LIBRARIES = """<!DOCTYPE library:libraries PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "libraries.dtd">
<library:libraries xmlns:library="http://openoffice.org/2000/library" xmlns:xlink="http://www.w3.org/1999/xlink">
<library:library library:name="Standard" xlink:href="$(USER)/basic/Standard/script.xlb/" xlink:type="simple" library:link="false"/>
</library:libraries>"""
LIBRARY = """<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "library.dtd">
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard" library:readonly="false"
 library:passwordprotected="false"><library:element library:name="Module1"/></library:library>"""
MODULE = """<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">{macro}</script:module>"""


@pytest.mark.slow
def test_contents_are_right_once_they_are_brought_up_to_date(tmp_path: Path) -> None:
    """They list each chapter and its headings, and nothing else, each with the number of the page that it stands on."""
    document = london("annual-report", 2024)
    expected = [
        words
        for chapter in document.tree.sections
        for words in (
            chapter.title,
            *(plain_text(block.content) for block in chapter.blocks if isinstance(block, Heading) and block.level == 3),
        )
    ]
    made = export_docx(document).value
    assert made is not None
    pages = _brought_up_to_date(made[0].data, tmp_path)
    listed = re.findall(r"^ *(\S.*?)\.{3,} *(\d+)$", "\n".join(pages), re.MULTILINE)
    assert [" ".join(words.split()) for words, _ in listed] == expected
    assert len(listed) > 30
    assert [words for words, number in listed if words not in " ".join(pages[int(number) - 1].split())] == []


def _brought_up_to_date(data: bytes, root: Path) -> list[str]:
    """The words of each page, after LibreOffice has made the contents anew."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        pytest.skip("needs LibreOffice Writer and pdftotext: apt-get install libreoffice-writer poppler-utils")
    source, target, profile = root / "report.docx", root / "report.pdf", root / "profile"
    source.write_bytes(data)
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore"]
    # The first start writes the folder of settings anew.
    subprocess.run([*command, "--terminate_after_init"], capture_output=True, timeout=180, check=True)
    basic = profile / "user" / "basic"
    macro = MACRO.format(source=source.as_uri(), target=target.as_uri())
    (basic / "script.xlc").write_text(LIBRARIES, encoding="utf-8")
    (basic / "Standard" / "script.xlb").write_text(LIBRARY, encoding="utf-8")
    (basic / "Standard" / "Module1.xba").write_text(MODULE.format(macro=macro), encoding="utf-8")
    subprocess.run([*command, "macro:///Standard.Module1.Main"], capture_output=True, timeout=180, check=True)
    read = [reader, "-layout", str(target), "-"]
    text = subprocess.run(read, capture_output=True, encoding="utf-8", timeout=60, check=True).stdout
    return text.split("\f")
