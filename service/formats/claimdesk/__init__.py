"""A fact-check as desks like this one pass it on: one object a line, or a row with dotted names."""
