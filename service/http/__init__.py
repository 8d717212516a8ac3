"""Flask plumbing without domain: who asks, what comes in, what goes out, and how it can fail."""
