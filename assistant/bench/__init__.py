"""Bench: what this machine reaches, measured in recordings of a private virtual sound card."""
