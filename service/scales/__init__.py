"""Scales: the vocabularies of verdicts, as data."""
