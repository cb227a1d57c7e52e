"""Ways to what stands around the program; it works without each of them."""
