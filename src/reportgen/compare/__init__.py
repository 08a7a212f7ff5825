"""What changed: two versions of a report or an edition, held against each other and told as a page, as text and as data."""
