"""route: what lines mean. It loads what that needs and nothing else."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping
from typing import Any

from assistant.cli.output import write_json
from assistant.config import load_settings
from assistant.content.wordings import load_router
from assistant.understanding.judge import shipped_judge
from assistant.understanding.router import Router


def route(options: argparse.Namespace) -> int:
    """Exactly one JSON answer a line of stdin, in order."""
    judge = shipped_judge()
    judge.prepare()
    router = load_router(load_settings(options.config).packs, judge)
    for number, line in enumerate(sys.stdin.buffer, 1):
        text = line.decode(errors="replace").rstrip("\r\n")
        try:
            asked = _asked(text)
        except (ValueError, RecursionError):
            write_json({"line": number, "error": "this is not a JSON object with a text"})
            continue
        match = router.route(asked["alternatives"])
        answer = {
            "id": asked.get("id"),
            "text": asked["alternatives"][0] if asked["alternatives"] else "",
            "kind": match.kind,
            "label": match.label,
            "slots": dict(match.slots),
            "score": round(match.score, 3),
            "because": match.because,
        }
        write_json(answer | ({"explain": _evidence(router, asked)} if options.explain else {}))
    return 0


def _evidence(router: Router, asked: Mapping[str, Any]) -> list[dict[str, object]]:
    return [
        {
            "kind": evidence.intent[0],
            "label": evidence.intent[1],
            "weight": evidence.weight,
            "because": evidence.because,
        }
        for evidence in router.explain(asked["alternatives"])
    ]


def _asked(line: str) -> dict[str, Any]:
    """Return what a line asks: a plain text, or JSON with a text or alternatives."""
    if not line.lstrip().startswith("{"):
        return {"alternatives": [line]}
    asked = json.loads(line)
    alternatives = asked.get("alternatives", [asked.get("text")])
    if not isinstance(alternatives, list) or not all(isinstance(a, str) for a in alternatives):
        raise ValueError("alternatives are texts")
    return {"id": asked.get("id"), "alternatives": alternatives}
