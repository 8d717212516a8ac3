"""Verdicts: the published record of each claim, and the feed of what changed."""
