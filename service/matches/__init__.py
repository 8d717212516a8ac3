"""Matches: the fact-checks that may have checked a claim before, and what people say to that."""
