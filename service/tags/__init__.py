"""Tags: the desk's described words for kinds of claims and for topics."""
