"""The parts of a Word file that are the same in every theme: settings, and what Word asks for beside notes of its own.

Goes out: WordprocessingML as text. Source: ECMA-376, Office Open XML, part 1.
"""

from reportgen.formats.word.package import WORD


def settings_xml(language: str) -> str:
    """The settings. Why: fields are not brought up to date by themselves, since Word would ask about that on opening."""
    return (
        f'<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


APPLICATION = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>reportgen</Application></Properties>"""

_LINE = '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
NO_NOTES = f"""<w:footnotes xmlns:w="{WORD}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">\
<w:footnote w:type="separator" w:id="-1"><w:p>{_LINE}<w:r><w:separator/></w:r></w:p></w:footnote>\
<w:footnote w:type="continuationSeparator" w:id="0"><w:p>{_LINE}<w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"""
NOTE_SETTINGS = f'<w:footnotePr xmlns:w="{WORD}"><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'
