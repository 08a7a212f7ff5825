"""Every word that the program itself prints into a report, in English.

Why: in one place, so that a further language is one more file with the same names.
"""

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
REPORT = "report"
CONTENTS = "Contents"
OTHER_FORMATS = "Other formats"
DRAFT = "DRAFT, not for publication"


def other_formats(called: str, contact: str) -> tuple[str, str]:
    """How to ask for another format, before and after the e-mail address. Shape: `called` is what the document calls itself."""
    before = f"If you use assistive technology, such as a screen reader, and need this {called} in another format, write to the {contact} at "
    return before, ". Please tell us which format you need and which technology you use."


FOOTNOTES = "End notes"
NOT_SHOWN = "not shown here"


def not_shown(years: str, *, is_one: bool) -> str:
    """That years are missing. Why: their figures may well be published elsewhere."""
    return f"{years} {'is' if is_one else 'are'} {NOT_SHOWN}."


USED_IN = "Used in: "


def table_number(number: int) -> str:
    """What a table is called by its place in the document."""
    return f"Table {number}"


def chart_number(number: int) -> str:
    """What a chart is called by its place in the document."""
    return f"Chart {number}"
