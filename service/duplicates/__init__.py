"""Sentences that stand in other documents too, the same or nearly, and what was found of them."""
