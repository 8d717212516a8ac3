"""The Atom feed of verdicts (RFC 4287), for people who follow them with a feed reader."""
