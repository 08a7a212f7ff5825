"""The report in the Markdown of GOV.UK’s publishing system, and what its form asks for."""
