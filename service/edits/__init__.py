"""Edits: a proposal, its review, and its decision. The one state machine."""
