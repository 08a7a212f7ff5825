"""What “reportgen new” makes, as files before they are written: years, areas, editions, kinds and workspaces."""
