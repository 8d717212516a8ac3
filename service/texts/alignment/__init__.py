"""Two texts compared: which sentence of the new one each claim of the old one stands on now."""
