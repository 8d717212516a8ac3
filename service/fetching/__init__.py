"""Fetching: pages come from public addresses alone, under limits."""
