"""Exports: claims, edits, fact-checks and events go out as files, streamed."""
