"""From a report to a document: the edition's wording, the area's pages and the figures, as one tree."""
