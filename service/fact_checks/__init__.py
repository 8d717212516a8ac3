"""Fact-checks: the public, searchable records, our own and imported ones, in one form."""
