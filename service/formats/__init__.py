"""The public formats, a folder each: what is written of a record, and who may fetch it."""
