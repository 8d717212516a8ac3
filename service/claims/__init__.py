"""Claims: what is checked, where it stands in its text, and where the work on it stands."""
