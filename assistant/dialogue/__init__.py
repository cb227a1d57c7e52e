"""Dialogue: authored steps played as generators that do no I/O."""
