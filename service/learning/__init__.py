"""What every model that a desk trains has in common."""
