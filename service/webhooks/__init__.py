"""Webhooks: addresses that hear of every public change, signed and in order."""
