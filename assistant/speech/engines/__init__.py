"""Engines by name: each module here adapts one recogniser or synthesiser."""
