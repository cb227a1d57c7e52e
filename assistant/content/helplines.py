"""Help lines by country, as data: spoken digit by digit, and dated."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.settings import Contact
from assistant.shape import Node, read_yaml

FILE = "helplines.yaml"
KINDS = ("emergency", "suicide", "abuse", "sexual", "child", "text")
EVIDENCE = frozenset({"read", "memory"})
"""read: the digits stand in a published source; memory: common knowledge, not looked up."""
BUILT_IN: Mapping[str, str] = {
    "emergency": "your local emergency number",
    "suicide": "a crisis line near you",
    "abuse": "a safe line near you",
    "sexual": "a line for survivors near you",
    "child": "a child help line near you",
}
"""What follows "call" where no file can be used; danger is answered all the same."""
_DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_SPEAKABLE = re.compile(r"[^\W\d_]+(?:[ '.,-]+[^\W\d_]+)*")
"""Words without digits or signs."""


@dataclass(frozen=True, slots=True)
class Helpline:
    """One number to call or to text."""

    name: str
    number: str
    """Digits in the groups in which they are spoken, as 116 123."""
    word: str
    """What is texted to it; empty for a line to call."""
    note: str
    """Said after the number."""
    hours: str
    languages: tuple[str, ...]
    source: str
    evidence: str
    verified_on: datetime.date | None
    """The day a person checked it at its official page; None where nobody has."""
    place: str = field(default="", compare=False)

    @property
    def spoken(self) -> str:
        """The words that follow "call", or the whole request to text."""
        lead = f"text {self.word} to " if self.word else f"{self.name} on " if self.name else ""
        return lead + _digit_by_digit(self.number) + (f", {self.note}" if self.note else "")


def _digit_by_digit(number: str) -> str:
    """Return a number as it is spoken, with a short pause between its groups."""
    return ", ".join(" ".join(_DIGITS[int(digit)] for digit in g) for g in number.split())


def contact_facts(contact: Contact | None) -> dict[str, str]:
    """Return the text for each {contact.KEY}; none where nobody is named."""
    if contact is None:
        return {}
    return {"contact.name": contact.name, "contact.number": _digit_by_digit(contact.number)}


@dataclass(frozen=True, slots=True)
class Helplines:
    """All help lines, by country and kind."""

    countries: Mapping[str, Mapping[str, Helpline]]
    unknown: Mapping[str, str]
    """What is said by kind where no number is known; `directory` names where to look."""
    emergency_areas: Mapping[str, str]
    """Countries without an entry that share another's emergency number, as FR: EU."""
    expires_after_days: int
    refused: tuple[str, ...] = ()
    """Faults of files and lines that are not used."""

    @property
    def known(self) -> frozenset[str]:
        """Codes of the countries for which a number to call in danger is known."""
        return frozenset({*self.countries, *self.emergency_areas})

    def facts(self, country: str | None) -> dict[str, str]:
        """Return the text for each {helpline.KIND}; never a number of another country."""
        code = (country or "").upper()
        lines = {kind: line.spoken for kind, line in self.countries.get(code, {}).items()}
        area = self.countries.get(self.emergency_areas.get(code, ""), {})
        if "emergency" in area:
            lines = {"emergency": area["emergency"].spoken, **lines}
        texts = {**BUILT_IN, **self.unknown, **lines}
        return {f"helpline.{kind}": text for kind, text in texts.items()}

    def expired(self, today: datetime.date) -> list[str]:
        """Return a fault for each line that was verified too long ago."""
        age = datetime.timedelta(self.expires_after_days)
        return [
            f"{line.place}: verified on {line.verified_on}, more than "
            f"{self.expires_after_days} days ago; check it at {line.source} and set the new date"
            for line in self._all()
            if line.verified_on and today - line.verified_on > age
        ]

    def without_expired(self, today: datetime.date) -> Helplines:
        """Return the lines that may still be spoken on a day; the others are refused."""
        expired = self.expired(today)
        places = {fault.partition(": ")[0] for fault in expired}
        return replace(
            self,
            countries={
                code: {kind: line for kind, line in lines.items() if line.place not in places}
                for code, lines in self.countries.items()
            },
            refused=(*self.refused, *expired),
        )

    def unverified(self, country: str | None) -> list[str]:
        """Return the kinds of a country's lines that no person has verified."""
        lines = self.countries.get((country or "").upper(), {})
        return [kind for kind, line in lines.items() if line.verified_on is None]

    def _all(self) -> Iterable[Helpline]:
        return (line for lines in self.countries.values() for line in lines.values())


def load_helplines(roots: Sequence[Path]) -> Helplines:
    """Read the help lines of some folders, the shipped one first; a pack adds and never replaces.

    A file with a fault is not used at all, so that no number is half right: `refused` tells.
    """
    refused: list[str] = []
    countries: dict[str, Mapping[str, Helpline]] = {}
    first = Helplines({}, {}, {}, 180)
    for root in roots:
        path = root / FILE
        faults: list[str] = []
        if root is not roots[0] and not path.exists():
            continue
        file = read_yaml(path, faults)
        part = Helplines({}, {}, {}, 180) if faults else read_helplines(file)
        for code in sorted(countries.keys() & part.countries.keys()):
            place = next((line.place for line in part.countries[code].values()), str(path))
            faults.append(f"{place}: {code} has its help lines already; a pack only adds")
        if not faults:
            first = part if root is roots[0] else first
            countries |= part.countries
        refused += faults
    return replace(first, countries=countries, refused=tuple(refused))


def read_helplines(node: Node) -> Helplines:
    """Read help lines; an empty, unspeakable or undated entry is a fault of the node."""
    fields = node.fields({"expires_after_days", "unknown", "countries", "emergency_areas"})
    if "countries" not in fields:
        node.fault('"countries" is missing')
    unknown = dict(fields["unknown"].pairs()) if "unknown" in fields else {}
    areas = dict(fields["emergency_areas"].pairs()) if "emergency_areas" in fields else {}
    countries = dict(fields["countries"].pairs()) if "countries" in fields else {}
    days = fields["expires_after_days"].number(1, 3650) if "expires_after_days" in fields else 180
    return Helplines(
        countries={code: _read_country(entry) for code, entry in countries.items()},
        unknown={kind: _spoken(text) for kind, text in unknown.items()},
        emergency_areas={code: area for area, codes in areas.items() for code in codes.texts()},
        expires_after_days=int(days),
    )


def _read_country(node: Node) -> dict[str, Helpline]:
    fields = node.fields(KINDS, required=("emergency", "suicide"))
    return {kind: _read_line(entry) for kind, entry in fields.items()}


def _read_line(node: Node) -> Helpline:
    known = {"name", "number", "word", "note", "hours", "languages", "source", "evidence"}
    needed = ("number", "hours", "source", "evidence", "verified_on")
    fields = node.fields(known | {"verified_on"}, needed)

    def text(key: str) -> str:
        return fields[key].text() if key in fields else ""

    def spoken(key: str) -> str:
        return _spoken(fields[key]) if key in fields else ""

    number = text("number")
    if number and not re.fullmatch(r"\d+( \d+)*", number):
        fields["number"].fault(f'digits in groups are expected, as 116 123, not "{number}"')
    return Helpline(
        name=spoken("name"),
        number=" ".join(re.findall(r"\d+", number)),
        word=spoken("word"),
        note=spoken("note"),
        hours=text("hours"),
        languages=fields["languages"].texts() if "languages" in fields else (),
        source=text("source"),
        evidence=fields["evidence"].choice(EVIDENCE) if "evidence" in fields else "memory",
        verified_on=_read_date(fields["verified_on"]) if "verified_on" in fields else None,
        place=f"{node.path}:{node.line}",
    )


def _spoken(node: Node) -> str:
    text = node.text()
    if text and not _SPEAKABLE.fullmatch(text):
        node.fault(f'words without digits or signs are expected here, to be spoken, not "{text}"')
    return text


def _read_date(node: Node) -> datetime.date | None:
    if node.is_empty:
        return None
    try:
        return datetime.date.fromisoformat(node.text())
    except ValueError:
        node.fault(f'a date such as 2026-01-31, or null, is expected here, not "{node.text()}"')
        return None
