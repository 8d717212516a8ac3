"""Texts made comparable and findable: one analysis for both databases, and the index."""
