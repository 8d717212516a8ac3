"""AVeriTeC: claims with labels, and the evidence as questions with answers."""
