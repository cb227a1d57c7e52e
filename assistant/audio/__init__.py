"""Sound: frames and clips, the devices that carry them, and the score that times them."""
