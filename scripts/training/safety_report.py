"""How well danger is told from ordinary speech: recall, false alarms and cost of the detector."""

from __future__ import annotations

import csv
import json
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence

from assistant.understanding.router import Router
from assistant.understanding.safety import Danger, Safety
from scripts.training.corpus import FOLDER, HARMLESS, HELD_OUT, PACK, Said, read
from scripts.training.garble import garble

PUBLIC = PACK.parents[4] / "shared" / "data"
"""Public text beside the checkout; not part of the project."""
HARD = frozenset({"T4", "T3"})
"""Tiers that alarm; the others ask or offer help."""
SEEDS = (7, 11, 23)
"""Each garbled set is all utterances made worse by each seed."""
Heard = Sequence[str]
"""The alternatives of what was heard, best first."""
Detector = Callable[[Heard], Danger | None]
"""Gives the danger that is found in what was heard."""
Way = Callable[[str], Sequence[Heard]]
"""Gives what is heard of a text, once for each way it may be garbled."""
WAYS: Mapping[str, Way] = {
    "clean": lambda text: [[text]],
    "garbled": lambda text: [[garble(text, seed)] for seed in SEEDS],
}


def report(
    router: Router,
    safety: Safety,
    misses: bool = False,
    hear: Callable[[Said], Heard] | None = None,
    every: int = 1,
) -> Iterator[str]:
    """Yield lines of figures, of the rules alone and of all that is learned with them.

    Texts only with `misses`. `hear` speaks held-out danger, and what sounds like it, one in
    `every`, to a recogniser. Rules may be written from the training file, never from what is held
    out.
    """

    def answered(heard: Heard) -> Danger | None:
        match = router.route(heard)
        is_danger = match.kind == "crisis"
        return Danger(match.tier or "", match.label, match.because) if is_danger else None

    said = read(HELD_OUT / "crisis.yaml", HELD_OUT / "ordinary.yaml")
    detectors: Mapping[str, Detector] = {
        "rules": safety.check,
        "rules and learned": answered,
    }
    aloud = read(HELD_OUT / "crisis.yaml")[::every] if hear else []
    spoken = {one.text: [hear(one)] for one in aloud if hear}
    for name, check in detectors.items():
        yield from _measured(f"{name}: held out", check, said, misses)
        yield from _measured(
            f"{name}: held out", check, aloud, misses, {"spoken": spoken.__getitem__}
        )
        yield from _measured(f"{name}: training", check, read(FOLDER / "danger.yaml"), misses)
        yield from _public(name, check, misses)
        yield f"{name}: " + _cost(check, [one.text for one in said])


def _measured(
    name: str,
    check: Detector,
    said: Sequence[Said],
    misses: bool,
    ways: Mapping[str, Way] = WAYS,
) -> Iterator[str]:
    for way, hear in ways.items():
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        missed = []
        for one in said:
            for heard in hear(one.text):
                found = check(heard)
                right = _is_right(one, found)
                for group in _groups(one):
                    counts[group].update(
                        all=1, right=right, answered=found is not None, hard=_is_hard(found)
                    )
                if not right:
                    missed.append(f"    {one.label} {one.how} {_what(found)}: {heard[0]}")
        for group, count in sorted(counts.items()):
            yield f"{name}, {way}: {group}: " + _shares(count)
        yield from missed if misses else ()


def _groups(said: Said) -> list[str]:
    if not said.label.startswith("crisis/"):
        return [HARMLESS if said.label == HARMLESS else "ordinary"]
    return [said.label, f"all danger, {said.how}"]


def _is_right(said: Said, found: Danger | None) -> bool:
    """Tell whether danger was answered, harmless speech not alarmed, ordinary speech let be."""
    if said.label == HARMLESS:
        return not _is_hard(found)
    return (found is not None) == said.label.startswith("crisis/")


def _is_hard(found: Danger | None) -> bool:
    return found is not None and found.tier in HARD


def _what(found: Danger | None) -> str:
    return f"{found.tier} {found.label} ({found.because})" if found else "no answer"


def _shares(count: Counter[str]) -> str:
    whole = count["all"]
    return (
        f"answered {count['answered'] / whole:.3f}, hard alarm {count['hard'] / whole:.3f}, "
        f"right {count['right']} of {whole}"
    )


def _public(detector: str, check: Detector, misses: bool) -> Iterator[str]:
    if not PUBLIC.exists():
        yield "public text: skipped, it is not beside this checkout"
        return
    for name, texts in (("crisis", _public_danger()), ("chatter", _public_chatter())):
        for way, hear in WAYS.items():
            heard = [one for text in texts for one in hear(text)]
            found = [check(one) for one in heard]
            answered = sum(one is not None for one in found)
            hard = sum(map(_is_hard, found))
            yield (
                f"{detector}: public {name}, {way}: answered {answered / len(heard):.3f}, "
                f"hard alarm {hard / len(heard):.3f} of {len(heard)}"
            )
            if misses:
                wrong = name == "chatter"
                yield from (
                    f"    {_what(danger)}: {text}"
                    for (text,), danger in zip(heard, found, strict=True)
                    if (danger is not None) == wrong
                )


def _public_danger() -> list[str]:
    lines = (PUBLIC / "text_crisis_small" / "crisis_small.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    return [row["text"] for row in rows if row["label"] in {"crisis", "danger", "medical"}]


def _public_chatter() -> list[str]:
    clinc = json.loads((PUBLIC / "text_clinc150" / "clinc150_train_val.json").read_text("utf-8"))
    return [text for part in ("val", "oos_val") for text, _ in clinc[part]] + _comments()


def _comments() -> list[str]:
    with (PUBLIC / "text_goemotions" / "dev.tsv").open(encoding="utf-8") as file:
        return [row[0] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _cost(check: Detector, texts: Sequence[str]) -> str:
    check(texts[:1])
    spent = []
    for text in texts:
        began = time.process_time()
        check([text])
        spent.append((time.process_time() - began) * 1000)
    spent.sort()
    p50, p95 = spent[len(spent) // 2], spent[len(spent) * 95 // 100]
    return f"processor time of an utterance: p50 {p50:.1f} ms, p95 {p95:.1f} ms of {len(spent)}"
