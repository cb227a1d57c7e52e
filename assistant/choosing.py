"""Choosing: what a person changes by voice holds at once, and is kept on this device."""

from __future__ import annotations

import asyncio
import datetime
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field

from assistant import events
from assistant.clock import is_plausible
from assistant.dialogue.actions import EVERY_SETTING, Change, Changed, Refused
from assistant.errors import ChoicesError, EngineError
from assistant.memory.choices import CHOICES, Choices
from assistant.settings import WAKERS, Settings
from assistant.speaking import Speaking
from assistant.understanding.numbers import say_digits
from assistant.waking import Waking

STEPS: Mapping[str, Callable[[Speaking], bool]] = {
    "slower": Speaking.slower,
    "faster": Speaking.faster,
    "louder": Speaking.louder,
    "softer": Speaking.quieter,
}
"""Values of pace and volume that mean a step from where they are."""


def minute_of_day() -> int | None:
    """Return the minutes since midnight by the machine's clock; None where that is not set."""
    now = datetime.datetime.now()
    return now.hour * 60 + now.minute if is_plausible(now) else None


@dataclass(slots=True)
class Choosing:
    """The settings that hold, and everything that must know when one of them changes."""

    written: Settings
    """What config.yaml says."""
    settings: Settings
    """What holds: config.yaml with what was chosen by voice."""
    choices: Choices
    speaking: Speaking
    waking: Waking
    observe: events.Observer
    countries: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """How countries are said, by code."""
    with_help_lines: Container[str] = ()
    """Codes of the countries whose numbers are known."""
    learns: Sequence[Callable[[str], object]] = ()
    """Each has a part of the ears answer to another phrase, or raises EngineError; may take a
    second. What may refuse comes first."""
    ways: Container[str] = WAKERS
    """Ways of waking that there are."""
    signals: bool = False
    """True where tones may tell what it does."""
    minute: Callable[[], int | None] = minute_of_day

    async def do(self, action: Change) -> Changed | Refused:
        """Change a setting; it holds also where it cannot be kept, which is told as a fault."""
        try:
            value = self._stepped(action)
            settings = self._with(action.setting, value)
            if action.setting == "phrase":
                for learn in self.learns:
                    await asyncio.to_thread(learn, value)
        except (ValueError, EngineError):
            return Refused()
        self._hold(settings)
        return Changed(self.told(), await self._keep(action.setting, value))

    async def forget_name(self) -> bool:
        """Delete the name that was chosen; False where that fails, which is told as a fault."""
        if not self.choices.path.exists():
            return True
        reply = await self.do(Change("name", ""))
        return isinstance(reply, Changed) and reply.kept

    def is_quiet(self) -> bool:
        """Tell whether these are quiet hours; without a clock that is set, any hour may be one."""
        hours, minute = self.settings.quiet_hours, self.minute()
        return hours is not None and (minute is None or hours.hold(minute))

    def told(self) -> dict[str, str]:
        """Return how the settings are said, by SETTING_SLOTS; "" for what is not set."""
        settings = self.settings
        country = settings.country or ""
        hours = settings.quiet_hours
        return {
            "my_name": settings.name or "",
            "my_country": next(iter(self.countries.get(country, ())), ""),
            "my_lines": "yes" if country in self.with_help_lines else "",
            "my_phrase": self.waking.phrase,
            "my_waker": self.waking.by,
            "my_pace": say_digits(str(round(self.speaking.pace * 10) * 10)),
            "my_loudness": say_digits(str(round(self.speaking.volume * 10))),
            "my_quiet_hours": f"{_said(hours.start)} to {_said(hours.end)}" if hours else "",
        }

    def _stepped(self, action: Change) -> str:
        """Return the value to hold; a step is taken at once, and gives a number."""
        step = STEPS.get(action.value)
        if not step:
            return action.value
        if not step(self.speaking):
            raise ValueError("no further")
        held = self.speaking.pace if action.setting == "pace" else self.speaking.volume
        return f"{held:.2f}"

    def _with(self, setting: str, value: str) -> Settings:
        if setting == EVERY_SETTING:
            return self.written
        if setting == "wake" and value not in self.ways:
            raise ValueError("nothing to press")
        return CHOICES[setting].put(self.settings, value)

    def _hold(self, settings: Settings) -> None:
        """Have everything follow the settings."""
        before, self.settings = self.settings, settings
        self.waking.by, self.waking.phrase = settings.wake.by, settings.wake.phrase
        if settings.speech != before.speech:
            self.speaking.pace = settings.speech.synthesizer.pace
        if settings.audio != before.audio:
            self.speaking.earcons = self.signals and settings.audio.earcons
            self.speaking.set_volume(settings.audio.volume)

    async def _keep(self, setting: str, value: str) -> bool:
        """Write the choice down; False, and a fault told, where that fails."""
        try:
            if setting == EVERY_SETTING:
                await asyncio.to_thread(self.choices.clear)
            else:
                await asyncio.to_thread(self.choices.keep, setting, value, self.written)
        except ChoicesError as error:
            self.observe(events.Fault("choices", str(error)))
            return False
        self.observe(events.Saved(setting))
        return True


def _said(minute: int) -> str:
    """Return a minute of the day as it is said: 10 PM, 6:30 AM."""
    hour, rest = divmod(minute, 60)
    minutes = f":{rest:02}" if rest else ""
    return f"{hour % 12 or 12}{minutes} {'AM' if hour < 12 else 'PM'}"
