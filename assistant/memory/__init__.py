"""What is kept on this device, and only for whoever agreed to it."""
