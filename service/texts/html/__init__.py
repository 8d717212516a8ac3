"""A page of the web: its main text as blocks, and what it says of itself."""
