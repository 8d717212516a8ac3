"""Comments: what people say to each other about a claim, or about one edit of it."""
