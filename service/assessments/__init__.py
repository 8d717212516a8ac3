"""Assessments: one complete content for a claim, how it is shown, and how two of them differ."""
