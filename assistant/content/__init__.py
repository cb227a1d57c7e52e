"""Content: the YAML packs, how they are loaded, and the rules they must keep."""
