"""An offline, hands-free companion for an anxious moment."""

__version__ = "0.1.0"
