"""Texts: what comes in as bytes is read, cut into blocks and sentences, and compared. All pure."""
