"""Verdicts as W3C Web Annotations, in a container that is only read."""
