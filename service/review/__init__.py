"""Reviewing: the queue, and the page on which one edit is decided."""
