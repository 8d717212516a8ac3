"""Which sentences are worth checking first: a score from 0 to 1, and why in a few words."""
