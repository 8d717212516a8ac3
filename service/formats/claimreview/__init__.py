"""ClaimReview of schema.org: in the pages of claims, in a data feed, and in files."""
