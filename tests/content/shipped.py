"""The shipped content, read once for all tests."""

from functools import cache

from assistant.content.loader import Pack, load_packs


@cache
def shipped() -> Pack:
    """Return the shipped pack."""
    return load_packs()
