"""What was checked before: the fact-checks that may answer a sentence, the likeliest first."""
