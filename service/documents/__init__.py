"""Documents: a text comes in, is cut into blocks and sentences, and its sentences become claims."""
