"""The event log: who did what to what, when."""
