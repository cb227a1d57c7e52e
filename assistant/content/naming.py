"""What thinking traps are called and asked: whether each is there, and may be said."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from assistant.content.reading import words
from assistant.content.rules import text_faults
from assistant.dialogue.lines import Variant
from assistant.dialogue.traps import Traps
from assistant.errors import did_you_mean

LONGEST = {"name": 4, "means": 6, "question": 20}
"""Words; a name and what it means stand in one turn with the thought itself."""


def trap_faults(
    traps: Traps, known: Collection[str], themes: Collection[str], place: str
) -> Iterator[str]:
    """Yield traps that are missing or unknown, and texts of theirs that must not be said.

    `known` holds every trap that can be found in a thought; `place` is where they are written.
    """
    for id in sorted(set(known) - set(traps)):
        yield f'{place}: the trap "{id}" is missing'
    for trap in traps.values():
        if trap.id not in known:
            yield f'{trap.place}: no trap "{trap.id}"{did_you_mean(trap.id, known)}'
        for theme in sorted(set(trap.by_theme) - set(themes)):
            at = trap.by_theme[theme][0].place
            yield f'{at}: no theme "{theme}"{did_you_mean(theme, themes)}'
        for form, variants in trap.texts().items():
            for variant in variants:
                yield from _text_faults(variant, form, trap.name.text)


def _text_faults(variant: Variant, form: str, name: str) -> Iterator[str]:
    whole = {"name": f"It is called {name}.", "means": f"It is called {name}: {variant.text}."}
    text = whole.get(form, variant.text)
    yield from text_faults(replace(variant, text=text), asks=form == "question")
    count = len(words(variant.text))
    if count > LONGEST[form]:
        yield f"{variant.place}: {form}: {count} words; {LONGEST[form]} at most"
    if (form == "question") != variant.text.endswith("?"):
        yield f"{variant.place}: a question, and nothing else of a trap, ends in a question mark"
    if variant.slots:
        yield f"{variant.place}: a text of a trap holds no slot"
