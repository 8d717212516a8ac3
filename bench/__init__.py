"""Benchmarks: `python -m bench [reads|writes|ingest|start|scale]`; none of them named is all."""
