"""What the files of a report are called once they leave the build folder.

Comes in: a report, and the name of a file there. Goes out: the name under which it is published.
"""

from reportgen.check.report import Report

# Others keep their names.
_PUBLISHED = {
    "index.html": "{stem}.html",
    "report.pdf": "{stem}.pdf",
    "report.docx": "{stem}.docx",
    "report.govspeak.md": "{stem}.govspeak.md",
    "figures.ods": "{stem}-figures.ods",
    "figures.csv": "{stem}-figures.csv",
}


def bundle_name(report: Report) -> str:
    """The name of a report's files: mappa-annual-report-london-2024-to-2025.

    Why: a draft has a name of its own, so that it never takes the place of what was published.
    Source: GOV.UK, how to name files: lower case with hyphens; what it is, area, year.
    """
    years = report.period.label.split("/")
    label = years[0] if len(years) == 1 else f"{years[0]}-to-{report.period.end.year}"
    publication = report.edition.shape.publication
    what = publication.file_name if publication and publication.file_name else report.key.kind
    return f"{what}-{report.key.area}-{label}" + ("-draft" if report.is_draft else "")


def published_name(name: str, stem: str) -> str:
    """What a file of the build folder is called in the bundle of that name."""
    return _PUBLISHED.get(name, name).format(stem=stem)
