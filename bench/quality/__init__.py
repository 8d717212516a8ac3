"""How good the desk is at reading texts: measured on real data, through a desk that is served."""
