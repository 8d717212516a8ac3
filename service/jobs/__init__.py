"""Jobs: work in the background, on leases in the same database."""
