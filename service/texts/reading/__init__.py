"""What comes as a file: a reader for each kind, and the process apart in which they run."""
