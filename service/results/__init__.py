"""Pages: what a search finds, of all kinds."""
