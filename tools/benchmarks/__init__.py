"""How long reportgen takes, beside other programs that make pages. Run by bin/benchmark, never by a test."""
