"""Sentence embeddings, where an operator names a server of them: an option, off by default."""
