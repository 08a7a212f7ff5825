"""How the pages of the repository become a site: the same Markdown files, with contents and a search beside them."""

project = "reportgen"
author = "the authors of reportgen"
language = "en_GB"
extensions = ["myst_parser"]
root_doc = "tools/docs/index"
include_patterns = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/*.md",
    "docs/*/*.md",
    "tools/*/*.md",
    "tests/README.md",
]
myst_heading_anchors = 3
html_extra_path = ["start"]
html_theme = "furo"
html_title = "reportgen"
html_show_copyright = False
html_show_sphinx = False
html_copy_source = False
html_show_sourcelink = False
# Commands are shown as they are typed, with what they print, which is the output of no language.
highlight_language = "text"
suppress_warnings = ["misc.highlighting_failure"]
