"""Transcripts: what a person says and what must be answered, run through router and player."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.content.loader import Pack
from assistant.dialogue.actions import (
    NUMBER,
    OWN_WORDS,
    Action,
    Answer,
    Change,
    Changed,
    Dialogue,
    Done,
    Ended,
    Floor,
    Forget,
    Guide,
    Keep,
    Listen,
    NoInput,
    NoMatch,
    Recall,
    Recalled,
    Refused,
    Reply,
    Speak,
)
from assistant.dialogue.answers import asks_for_something, is_request
from assistant.dialogue.counts import NEVER
from assistant.dialogue.course import course_of
from assistant.dialogue.exercise import Wish
from assistant.dialogue.gate import GATE, INSTEAD, INSTEAD_OF_TWO, WEIGH, Gate
from assistant.dialogue.lines import Variety
from assistant.dialogue.player import play
from assistant.dialogue.script import Book
from assistant.dialogue.two import DONE, STOP, TIME_OUT, asks_for_break, break_words, steers
from assistant.settings import Contact
from assistant.shape import Node, read_yaml
from assistant.understanding.intents import Context, IntentMatch
from assistant.understanding.judge import shipped_judge
from assistant.understanding.router import Router

SILENCE, MUMBLE, WORSE, STOPPED = "(silence)", "(mumble)", "(worse)", "(stop)"
"""What may stand for a turn without words; the last two are for a practice under way."""
TIME_UP = "(time)"
"""Stands for the end of a speaking turn's time."""
_EXPECTATIONS = ("expect", "says", "never", "ends", "keeps", "changes")
ENDS = {"command/stop": "stopped", "command/goodbye": "goodbye"}
TODAY = "the 3rd of May"
_SECONDS_A_WORD = 0.45
"""At the pace of a guided practice."""


class _DivergedError(Exception):
    """What happened is not what is written."""


def transcript_faults(pack: Pack, folder: Path) -> list[str]:
    """Play every transcript of a pack's folder; return where one goes another way."""
    faults: list[str] = []
    # The words must be enough: the embedding is not installed everywhere.
    router = Router(pack.phrases, pack.safety, shipped_judge(with_sentences=False))
    for path in sorted(folder.glob("tests/dialogues/*.yaml")):
        for node in read_yaml(path, faults).items():
            _check_talk(node, pack, router)
    for path in sorted(folder.glob("tests/practices/*.yaml")):
        for node in read_yaml(path, faults).items():
            _check_practice(node, path.stem, pack, router)
    return faults


def _check_practice(node: Node, name: str, pack: Pack, router: Router) -> None:
    known = {"title", "talk", "minutes", "rounds", "pace", "length", "cycles", "parts", "seconds"}
    fields = node.fields(known | {"says", "never"}, ["title"])
    if "talk" in fields:
        _check_turns(fields["talk"], _Talk(pack, router, pack.book(None)))
        return
    exercise = pack.exercises.get(name)
    if exercise is None:
        node.fault(f'no practice "{name}"')
        return
    course = course_of(exercise, _wish(fields), _estimate)
    form, score = course.form, course.score
    led = {"cycles": form.cycles, "parts": len(exercise.parts_of(form.length))}
    for key in led.keys() & fields.keys():
        if led[key] != fields[key].number(0, 1000):
            fields[key].fault(f"there are {led[key]}")
    if "seconds" in fields:
        low, high = (item.number(0, 7200) for item in fields["seconds"].items())
        if not low <= score.seconds <= high:
            fields["seconds"].fault(f"it lasts {score.seconds:.0f} s")
    said = " ".join(cue.text for cue in score.cues).lower()
    for key in ("says", "never"):
        for item in fields[key].items() if key in fields else ():
            if (item.text().lower() in said) != (key == "says"):
                item.fault(f'"{item.text()}" is {"not " * (key == "says")}said')


def _wish(fields: Mapping[str, Node]) -> Wish:
    rounds = _number(fields, "rounds")
    return Wish(
        minutes=_number(fields, "minutes"),
        rounds=None if rounds is None else int(rounds),
        pace=_number(fields, "pace") or 1.0,
        length=fields["length"].choice({"short", "full"}) if "length" in fields else "",
    )


def _number(fields: Mapping[str, Node], key: str) -> float | None:
    return fields[key].number(-1000, 1000) if key in fields else None


def _estimate(text: str) -> float:
    return 0.5 + _SECONDS_A_WORD * len(text.split())


def _check_talk(node: Node, pack: Pack, router: Router) -> None:
    known = {"title", "country", "contact", "kept", "before", "settings", "changing", "talk"}
    fields = node.fields(known, ["title", "talk"])
    country = fields["country"].text() if "country" in fields else None
    contact = _texts(fields, "contact")
    book = pack.book(country, Contact(**contact) if contact else None)
    before = dict(fields["before"].pairs()) if "before" in fields else {}
    times = {slot: int(value.number(0, 1000)) for slot, value in before.items()}
    book = replace(book, started=lambda dialogue: {**NEVER, **times}, today=lambda: TODAY)
    if "talk" in fields:
        told = {f"my_{name}": text for name, text in _texts(fields, "settings").items()}
        changing = fields["changing"].choice(("refused", "unkept")) if "changing" in fields else ""
        kept = _texts(fields, "kept")
        _check_turns(
            fields["talk"], _Talk(pack, router, book, kept=kept, settings=told, changing=changing)
        )


def _texts(fields: Mapping[str, Node], key: str) -> dict[str, str]:
    pairs = fields[key].pairs() if key in fields else ()
    return {name: value.text() for name, value in pairs}


def _check_turns(node: Node, talk: _Talk) -> None:
    turns = [item.fields({"user", *_EXPECTATIONS}) for item in node.items()]
    said = [turn["user"].text() if "user" in turn else None for turn in turns]
    for at, turn in enumerate(turns):
        try:
            if "user" in turn:
                talk.hear(turn["user"].text(), next(filter(None, said[at + 1 :]), ""))
            for key in _EXPECTATIONS:
                if key in turn:
                    talk.check(key, turn[key].texts())
        except _DivergedError as error:
            next(iter(turn.values())).fault(str(error))
            return


@dataclass(slots=True)
class _Talk:
    """One conversation, driven as the real one is: safety, commands, the prompt, new dialogues."""

    pack: Pack
    router: Router
    book: Book
    dialogue: Dialogue | None = None
    prompt: Listen | None = None
    turn: Floor | None = None
    """The speaking turn under way."""
    may_break: bool = False
    """True where the time-out word is heard."""
    ended: str = ""
    steps: list[str] = field(default_factory=list)
    """Steps and practices since the person last spoke."""
    words: list[str] = field(default_factory=list)
    gate: Gate = field(default_factory=Gate)
    slots: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    """How the settings are said, by SETTING_SLOTS."""
    changing: str = ""
    """refused or unkept, where a setting cannot be changed or that cannot be kept."""
    changed: list[str] = field(default_factory=list)
    """Settings that were changed since the person last spoke, each with its value."""

    def hear(self, said: str, upcoming: str) -> None:
        """Take one turn of the person's, and all that follows it up to the next question."""
        if said in (WORSE, STOPPED):
            return
        self.steps.clear()
        self.words.clear()
        self.changed.clear()
        if said in (SILENCE, MUMBLE):
            self._go_on(NoInput() if said == SILENCE else NoMatch(), upcoming)
            return
        if said == TIME_UP:
            self._go_on(Done(), upcoming)
            return
        prompt, context = self.prompt, Context()
        if prompt:
            context = Context(prompt.expects, prompt.options, role=prompt.role)
        match = self.router.route([said], context)
        self.gate.note(match, in_company=self.dialogue is not None and self.may_break)
        if self._asks_for_break(said) and not match.tier:
            self._go_on(Ended(TIME_OUT), upcoming)
        elif self.turn and not match.tier:
            self._hear_between_two(self.turn, match, said, upcoming)
        elif self.prompt is None or (match.tier and not self._is_under_way(match)):
            self._start(match, said, upcoming)
        elif self.prompt.picks(answer := Answer(said, match)) or (
            match.name in OWN_WORDS and self.prompt.takes(answer)
        ):
            self._go_on(answer, upcoming)
        elif match.name in ENDS:
            self.ended, self.prompt = ENDS[match.name], None
        elif self.prompt.takes(answer):
            self._go_on(answer, upcoming)
        elif asks_for_something(match) or (self.prompt.gives_way and is_request(match, 0.0)):
            self._start(match, said, upcoming)
        else:
            self._go_on(NoMatch(), upcoming)

    def _asks_for_break(self, said: str) -> bool:
        words = break_words(self.pack.time_out, self.slots) if self.may_break else ()
        return self.dialogue is not None and asks_for_break([said], words)

    def _hear_between_two(self, turn: Floor, match: IntentMatch, said: str, upcoming: str) -> None:
        """Take what is said in a speaking turn: most of it is for the other one."""
        how = steers(match, said, self.pack.turn_done | turn.done)
        if how == DONE:
            self._go_on(Done(), upcoming)
        elif how == STOP:
            self.ended, self.turn = "stopped", None

    def _is_under_way(self, match: IntentMatch) -> bool:
        """Tell whether a danger is the one being answered: then it is an answer to the prompt."""
        source = self.prompt.source if self.prompt else ""
        here = self.pack.dialogues.get(source.partition(".")[0])
        if here is None:
            return False
        asks_number = match.name == NUMBER and here.answers_danger
        return asks_number or self.pack.dialogue_for(match) is here

    def _start(self, match: IntentMatch, said: str, upcoming: str) -> None:
        script = self.pack.dialogue_for(match)
        if script is None:
            raise _DivergedError(f"{match.name} starts no dialogue")
        gate = self.gate.slots(match)
        self.slots = self.pack.slots_for(match, said) | gate | self.settings
        instead = None if gate[GATE] == "open" else self.pack.dialogues[INSTEAD]
        instead_of_two = None if self.gate.allows_two() else self.pack.dialogues[INSTEAD_OF_TWO]
        self.dialogue = play(script, self.slots, self.book, Variety(0), instead, instead_of_two)
        self.ended, self.may_break = "", False
        self._go_on(None, upcoming)

    def _go_on(self, reply: Reply | None, upcoming: str) -> None:
        """Carry out actions until the dialogue asks or ends."""
        if self.dialogue is None:
            raise _DivergedError("no dialogue is under way")
        self.prompt = self.turn = None
        try:
            while self.prompt is None and self.turn is None:
                action = next(self.dialogue) if reply is None else self.dialogue.send(reply)
                reply = self._carry_out(action, upcoming)
        except StopIteration as stop:
            self.dialogue, self.ended = None, stop.value

    def _carry_out(self, action: Action, upcoming: str) -> Reply:
        self.gate.hear(self.slots.pop(WEIGH, None))
        if isinstance(action, Speak | Listen | Floor):
            here = self.pack.dialogues.get(action.source.partition(".")[0])
            if here and (here.time_out or here.starts_on):
                self.may_break = bool(here.time_out)
        if isinstance(action, Speak):
            self.steps.append(action.source)
            self.words.append(action.text)
        elif isinstance(action, Listen):
            self.prompt = action
        elif isinstance(action, Floor):
            self.steps.append(action.source)
            self.turn = action
        elif isinstance(action, Guide):
            self.steps.append(f"practice.{action.exercise}")
            if upcoming in (WORSE, STOPPED):
                return Ended("worse" if upcoming == WORSE else "stopped")
        elif isinstance(action, Change):
            return self._change(action)
        elif isinstance(action, Keep):
            self.kept.update(action.texts)
        elif isinstance(action, Forget):
            for name in action.names or tuple(self.kept):
                self.kept.pop(name, None)
        elif isinstance(action, Recall):
            return Recalled({name: self.kept[name] for name in action.names if name in self.kept})
        return Done()

    def _change(self, action: Change) -> Reply:
        """Let a setting be changed as the transcript has it: changed, refused or unkept."""
        if self.changing == "refused":
            return Refused()
        self.changed.append(f"{action.setting} {action.value}".strip())
        said = self.pack.countries.get(action.value, (action.value,))[0]
        slot = {"wake": "my_waker", "volume": "my_loudness"}.get(action.setting)
        self.settings[slot or f"my_{action.setting}"] = said
        self.settings["my_lines"] = "yes" if action.value in self.pack.helplines.known else ""
        return Changed(self.settings, kept=self.changing != "unkept")

    def check(self, key: str, wanted: tuple[str, ...]) -> None:
        """Compare one expectation of the author with what happened; raise where they differ."""
        said = " ".join(self.words)
        if key == "expect" and not self._came(wanted):
            came = ", ".join(step.partition(".")[2] for step in self.steps)
            raise _DivergedError(f"expected {', '.join(wanted)}; came {came or 'nothing'}")
        if key == "keeps" and set(wanted) != set(self.kept):
            raise _DivergedError(f"expected {', '.join(wanted)} kept; kept {', '.join(self.kept)}")
        if key == "changes" and list(wanted) != self.changed:
            raise _DivergedError(f"expected {', '.join(wanted)}; changed {', '.join(self.changed)}")
        if key == "ends" and wanted != (self.ended,):
            raise _DivergedError(f"expected the end {wanted[0]}; came {self.ended or 'no end'}")
        for text in wanted if key in ("says", "never") else ():
            if (text.lower() in said.lower()) != (key == "says"):
                raise _DivergedError(f'"{text}" is {"not " * (key == "says")}said in: {said}')

    def _came(self, wanted: tuple[str, ...]) -> bool:
        """Tell whether the steps are those wanted, named alone or as dialogue.step."""
        return len(wanted) == len(self.steps) and all(
            want in (step, step.partition(".")[2])
            for want, step in zip(wanted, self.steps, strict=True)
        )
