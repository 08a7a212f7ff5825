"""The parts of a Word file that are the same for every report: styles, numbering of lists, settings and typefaces.

Goes out: WordprocessingML as text; lengths in it are twentieths of a point, sizes of type are half points.
Source: ECMA-376, Office Open XML, part 1.
"""

from collections.abc import Iterator

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
TYPEFACE, FALLBACK = "Source Sans 3", "Arial"
ACCENT, INK, QUIET = "0B4F60", "1A1A1A", "505A5F"
LIST_LEVELS = 3
TEXT_WIDTH = 9070  # A4 with margins of 25 mm
BULLETS, NUMBERS = 1, 2
_SIZE = 24  # 12 points, the least that is easy to read

# Name, the style it rests on, the style after it, paragraph properties in the order of the schema, run properties likewise.
_PARAGRAPHS = (
    ("Normal", "", "", '<w:spacing w:after="160" w:line="288" w:lineRule="auto"/>', ""),
    ("Title", "Normal", "Normal", '<w:spacing w:before="240" w:after="480" w:line="240" w:lineRule="auto"/>', "b c 72"),
    ("Cover kind", "Normal", "Normal", '<w:spacing w:before="2400" w:after="0"/>', "c 36"),
    ("Cover line", "Normal", "Normal", '<w:spacing w:after="120"/>', "28"),
    ("Cover label", "Normal", "Normal", '<w:keepNext/><w:spacing w:before="240" w:after="0"/>', "q"),
    ("Draft mark", "Normal", "Normal", '<w:spacing w:before="240" w:after="240"/>', "b 28"),
    (
        "heading 1",
        "Normal",
        "Normal",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="720" w:after="200" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="0"/>',
        "b c 44",
    ),
    (
        "heading 2",
        "Normal",
        "Normal",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="400" w:after="120" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="1"/>',
        "b c 32",
    ),
    (
        "heading 3",
        "Normal",
        "Normal",
        '<w:keepNext/><w:keepLines/><w:spacing w:before="320" w:after="80" w:line="240" w:lineRule="auto"/><w:outlineLvl w:val="2"/>',
        "b c 26",
    ),
    # Of the second level, but not a built-in heading, so that the contents leave it out as those of the web page do.
    ("Note heading", "heading 2", "Normal", '<w:spacing w:before="320" w:after="80"/>', "b c 26"),
    (
        "TOC Heading",
        "Normal",
        "Normal",
        '<w:keepNext/><w:pageBreakBefore/><w:spacing w:after="240"/><w:outlineLvl w:val="9"/>',
        "b c 44",
    ),
    (
        "toc 1",
        "Normal",
        "Normal",
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs><w:spacing w:before="120" w:after="40"/>',
        "",
    ),
    (
        "toc 2",
        "Normal",
        "Normal",
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs><w:spacing w:after="20"/><w:ind w:left="400"/>',
        "",
    ),
    ("Byline", "Normal", "Normal", '<w:keepNext/><w:spacing w:after="120"/>', "q"),
    (
        "Notice",
        "Normal",
        "Normal",
        f'<w:keepNext/><w:pBdr><w:left w:val="single" w:sz="24" w:space="8" w:color="{QUIET}"/></w:pBdr><w:ind w:left="200"/>',
        "",
    ),
    ("Lead", "Normal", "Normal", '<w:spacing w:after="240"/>', "28"),
    (
        "Headline figure",
        "Normal",
        "",
        '<w:keepLines/><w:tabs><w:tab w:val="left" w:pos="1700"/></w:tabs><w:ind w:left="1700" w:hanging="1700"/>',
        "",
    ),
    ("Finding", "Normal", "", '<w:keepLines/><w:spacing w:after="200"/>', ""),
    ("caption", "Normal", "Normal", '<w:keepNext/><w:keepLines/><w:spacing w:before="240" w:after="100"/>', "b"),
    ("Measure", "Normal", "Normal", '<w:keepNext/><w:spacing w:after="100"/>', ""),
    ("Table text", "Normal", "", '<w:spacing w:before="40" w:after="40" w:line="252" w:lineRule="auto"/>', ""),
    ("Gloss", "Table text", "", "", "q 20"),
    ("Table head", "Table text", "", "<w:keepNext/>", "b"),
    ("Table key", "Normal", "Normal", '<w:spacing w:before="100" w:after="280"/>', "q"),
    (
        "Quote",
        "Normal",
        "Normal",
        f'<w:keepLines/><w:pBdr><w:left w:val="single" w:sz="24" w:space="10" w:color="{ACCENT}"/></w:pBdr><w:spacing w:before="160" w:after="240"/><w:ind w:left="240"/>',
        "c",
    ),
    (
        "Rule",
        "Normal",
        "Normal",
        f'<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="1" w:color="{QUIET}"/></w:pBdr>',
        "",
    ),
    ("Lines", "Normal", "", '<w:spacing w:after="0"/><w:contextualSpacing/>', ""),
    ("Listing", "Normal", "", '<w:spacing w:after="160" w:line="240" w:lineRule="auto"/>', "m"),
    (
        "Picture",
        "Normal",
        "caption",
        '<w:keepNext/><w:spacing w:before="160" w:after="80" w:line="240" w:lineRule="auto"/>',
        "",
    ),
    ("Picture caption", "Normal", "Normal", '<w:spacing w:after="280"/>', "q"),
    ("footnote text", "Normal", "", '<w:spacing w:after="60" w:line="252" w:lineRule="auto"/>', ""),
    ("End notes title", "Normal", "Normal", '<w:keepNext/><w:spacing w:before="320" w:after="80"/>', "b"),
    (
        "header",
        "Normal",
        "",
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs><w:spacing w:after="0"/>',
        "b",
    ),
    (
        "footer",
        "Normal",
        "",
        f'<w:tabs><w:tab w:val="right" w:pos="{TEXT_WIDTH}"/></w:tabs><w:spacing w:after="0"/>',
        "q",
    ),
)
_INDENT = 400


def styles_xml(language: str) -> str:
    """All styles. Shape: `language` is that of the document, such as en-GB."""
    fonts = f'<w:rFonts w:ascii="{TYPEFACE}" w:hAnsi="{TYPEFACE}" w:cs="{TYPEFACE}" w:eastAsia="{TYPEFACE}"/>'
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr>{fonts}<w:color w:val="{INK}"/><w:sz w:val="{_SIZE}"/><w:szCs w:val="{_SIZE}"/>'
        f'<w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
    )
    paragraphs = "".join(_paragraph_style(*row) for row in (*_PARAGRAPHS, *_list_styles()))
    return f'<w:styles xmlns:w="{WORD}">{defaults}{paragraphs}{_CHARACTER_STYLES}{_TABLE_STYLES}</w:styles>'


def style_id(name: str) -> str:
    """The id of a style, which a paragraph refers to: Heading1 for heading 1."""
    return "".join(word[:1].upper() + word[1:] for word in name.split())


def numbering_xml() -> str:
    """Bullets and numbers; each ordered list adds a numbering of its own."""
    bullets = "".join(_level(level, "bullet", "•–•"[level]) for level in range(LIST_LEVELS))
    numbers = "".join(
        _level(level, ("decimal", "lowerLetter", "lowerRoman")[level], f"%{level + 1}.") for level in range(LIST_LEVELS)
    )
    kinds = (
        f'<w:abstractNum w:abstractNumId="{BULLETS}"><w:multiLevelType w:val="multilevel"/>{bullets}</w:abstractNum>'
    )
    kinds += (
        f'<w:abstractNum w:abstractNumId="{NUMBERS}"><w:multiLevelType w:val="multilevel"/>{numbers}</w:abstractNum>'
    )
    return (
        f'<w:numbering xmlns:w="{WORD}">{kinds}{_instance(BULLETS, BULLETS)}{_instance(NUMBERS, NUMBERS)}</w:numbering>'
    )


def restart_xml(number: int, level: int, start: int) -> str:
    """The numbering of one ordered list. Shape: `number` is its id; `level` counts from 0."""
    override = f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{start}"/></w:lvlOverride>'
    return _instance(number, NUMBERS, override, f' xmlns:w="{WORD}"')


def settings_xml(language: str) -> str:
    """The settings. Why: fields are not brought up to date by themselves, since Word would ask about that on opening."""
    return (
        f'<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


FONTS = f"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<w:fonts xmlns:w="{WORD}"><w:font w:name="{TYPEFACE}"><w:altName w:val="{FALLBACK}"/><w:charset w:val="00"/>\
<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font><w:font w:name="{FALLBACK}"><w:charset w:val="00"/>\
<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>"""

APPLICATION = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>reportgen</Application></Properties>"""

_LINE = '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
NO_NOTES = f"""<w:footnotes xmlns:w="{WORD}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">\
<w:footnote w:type="separator" w:id="-1"><w:p>{_LINE}<w:r><w:separator/></w:r></w:p></w:footnote>\
<w:footnote w:type="continuationSeparator" w:id="0"><w:p>{_LINE}<w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"""
NOTE_SETTINGS = f'<w:footnotePr xmlns:w="{WORD}"><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'

_CHARACTER_STYLES = f"""<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">\
<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>\
<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:basedOn w:val="DefaultParagraphFont"/>\
<w:rPr><w:color w:val="{ACCENT}"/><w:u w:val="single"/></w:rPr></w:style>\
<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>\
<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>\
<w:style w:type="character" w:styleId="HeadlineNumber" w:customStyle="1"><w:name w:val="Headline number"/>\
<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:b/><w:color w:val="{ACCENT}"/><w:sz w:val="40"/></w:rPr></w:style>\
<w:style w:type="character" w:styleId="Code" w:customStyle="1"><w:name w:val="Code"/>\
<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/></w:rPr></w:style>\
<w:style w:type="character" w:styleId="Change" w:customStyle="1"><w:name w:val="Change"/>\
<w:basedOn w:val="DefaultParagraphFont"/><w:rPr><w:color w:val="{QUIET}"/></w:rPr></w:style>"""

_TABLE_STYLES = f"""<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>\
<w:semiHidden/><w:tblPr><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>\
<w:style w:type="table" w:styleId="ReportTable" w:customStyle="1"><w:name w:val="Report table"/><w:basedOn w:val="TableNormal"/>\
<w:tblPr><w:tblBorders><w:top w:val="single" w:sz="12" w:space="0" w:color="{ACCENT}"/>\
<w:bottom w:val="single" w:sz="12" w:space="0" w:color="{ACCENT}"/>\
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/></w:tblBorders>\
<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="120" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>\
<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/><w:semiHidden/></w:style>"""


def _paragraph_style(name: str, based: str, after: str, properties: str, type_: str) -> str:
    built_in = name[0].islower() or name in ("Normal", "Title", "Quote", "TOC Heading") or name.startswith("List ")
    attributes = ' w:default="1"' if name == "Normal" else "" if built_in else ' w:customStyle="1"'
    inner = f'<w:name w:val="{name}"/>'
    inner += f'<w:basedOn w:val="{style_id(based)}"/>' if based else ""
    inner += f'<w:next w:val="{style_id(after)}"/>' if after else ""
    inner += "<w:qFormat/>" + (f"<w:pPr>{properties}</w:pPr>" if properties else "")
    return f'<w:style w:type="paragraph" w:styleId="{style_id(name)}"{attributes}>{inner}{_type(type_)}</w:style>'


def _type(words: str) -> str:
    """Type in short: b bold, c in the accent colour, q quiet, m of one width, and a number its size in half points."""
    found = words.split()
    inner = '<w:rFonts w:ascii="Courier New" w:hAnsi="Courier New" w:cs="Courier New"/>' if "m" in found else ""
    inner += "<w:b/>" if "b" in found else ""
    inner += f'<w:color w:val="{ACCENT if "c" in found else QUIET}"/>' if {"c", "q"} & set(found) else ""
    inner += "".join(f'<w:sz w:val="{size}"/><w:szCs w:val="{size}"/>' for size in found if size.isdigit())
    return f"<w:rPr>{inner}</w:rPr>" if inner else ""


def _list_styles() -> Iterator[tuple[str, str, str, str, str]]:
    for level in range(LIST_LEVELS):
        depth = f" {level + 1}" if level else ""
        indent = _INDENT * (level + 1)
        for kind, number in (("Bullet", BULLETS), ("Number", NUMBERS)):
            numbered = (
                f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr><w:spacing w:after="80"/>'
            )
            yield f"List {kind}{depth}", "Normal", "", numbered, ""
        yield f"List Continue{depth}", "Normal", "", f'<w:spacing w:after="80"/><w:ind w:left="{indent}"/>', ""


def _level(level: int, kind: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="{_INDENT * (level + 1)}" w:hanging="{_INDENT}"/></w:pPr></w:lvl>'
    )


def _instance(number: int, kind: int, inner: str = "", attributes: str = "") -> str:
    return f'<w:num{attributes} w:numId="{number}"><w:abstractNumId w:val="{kind}"/>{inner}</w:num>'
