"""Imports: fact-checks of other publishers come in, and what their ratings mean here."""
