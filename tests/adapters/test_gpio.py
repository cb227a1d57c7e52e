"""Light and button on simulated pins: gpiozero's own, so what it is told is what it would do."""

import asyncio
import datetime
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from gpiozero import Device, GPIOZeroError
from gpiozero.pins.mock import MockFactory, MockPin, MockPWMPin, MockSPIDevice

from assistant.adapters.gpio import GAMMA, RING_COLOUR, Pins, within
from assistant.adapters.light import LitSpeaker
from assistant.audio.frames import silence
from assistant.audio.wavfile import write_wav
from assistant.errors import DeviceError
from assistant.room import open_room
from assistant.settings import AudioSettings, GpioSettings, Settings

LED, BUTTON = 18, 17


@pytest.fixture
def board() -> Iterator[MockFactory]:
    """Return a Raspberry Pi that is not there."""
    factory = Device.pin_factory = MockFactory(pin_class=MockPWMPin)
    yield factory
    factory.reset()
    Device.pin_factory = None


@pytest.fixture
def pins(board: MockFactory) -> Pins:
    """Return its pins."""
    return Pins((GPIOZeroError, OSError))


def test_an_led_gets_the_power_that_looks_as_bright_as_asked(
    board: MockFactory, pins: Pins
) -> None:
    light = pins.light(GpioSettings(light=LED))
    assert light
    for level in (0.0, 0.5, 1.0):
        light.shine(level)
        assert board.pin(LED).state == pytest.approx(level**GAMMA)
    light.close()
    assert not board.pin(LED).state


@pytest.mark.filterwarnings("ignore:failed to initialize hardware SPI")
def test_every_led_of_a_ring_is_told_the_same_in_its_own_words(
    board: MockFactory, pins: Pins
) -> None:
    """A start of 32 zeros, then for each LED its brightness, blue, green, red."""
    board.pin_class = MockPin  # gpiozero's mocks of SPI know no PWM
    ring = MockSPIDevice(clock_pin=11, mosi_pin=10, miso_pin=9, select_pin=8)
    light = pins.light(GpioSettings(ring=3))
    assert light
    light.shine(1.0)
    whole = ring.rx_word().to_bytes(len(ring.rx_buf) // 8, "big")
    assert whole[:4] == bytes(4)
    assert whole[4:16] == bytes([0xFF, *RING_COLOUR]) * 3
    light.close()
    dark = ring.rx_word().to_bytes(len(ring.rx_buf) // 8, "big")
    assert dark[4:16] == bytes([0xE0, 0, 0, 0]) * 3


def test_a_button_tells_when_it_goes_down_and_up(board: MockFactory, pins: Pins) -> None:
    async def press() -> list[bool]:
        button = pins.button(BUTTON)
        board.pin(BUTTON).drive_low()
        down = await button.changed()
        board.pin(BUTTON).drive_high()
        up = await button.changed()
        button.close()
        return [down, up]

    assert asyncio.run(press()) == [True, False]


def test_a_pin_that_is_taken_is_named(pins: Pins) -> None:
    light = pins.light(GpioSettings(light=LED))
    with pytest.raises(DeviceError, match="gpio: the light on pin 18 does not answer"):
        pins.light(GpioSettings(light=LED))
    assert light
    light.close()


@pytest.mark.parametrize(
    ("hours", "dark"),
    [(("22:00", "07:00"), ["23:30", "00:00", "01:00", "06:59"]), (("01:00", "05:00"), ["01:00"])],
)
def test_dark_hours_may_run_over_midnight(hours: tuple[str, str], dark: list[str]) -> None:
    def at(time: str) -> Callable[[], datetime.time]:
        return lambda: datetime.time.fromisoformat(time)

    begin, end = map(datetime.time.fromisoformat, hours)
    looked = ["00:00", "01:00", "06:59", "07:00", "12:00", "21:59", "23:30"]
    assert {time for time in looked if within((begin, end), at(time))()} == set(dark)


def test_a_room_has_what_the_settings_name(board: MockFactory, pins: Pins, tmp_path: Path) -> None:
    """And lets go of the pins when it closes."""
    pytest.importorskip("lgpio")
    write_wav(tmp_path / "in.wav", silence(0.1))
    audio = AudioSettings(f"wav:{tmp_path}/in.wav", f"wav:{tmp_path}/out.wav")
    settings = Settings(audio=audio, gpio=GpioSettings(light=LED, button=BUTTON))

    async def look() -> None:
        async with open_room(settings) as room:
            assert isinstance(room.speaker, LitSpeaker)
            assert room.button
        async with open_room(Settings(audio=audio)) as room:
            assert not isinstance(room.speaker, LitSpeaker)
            assert room.button is None

    asyncio.run(look())
    assert pins.light(settings.gpio)


NO_GPIO = """
import sys
for name in ("gpiozero", "lgpio"):
    sys.modules[name] = None
from assistant.adapters.gpio import open_pins
import assistant.cli, assistant.room
try:
    open_pins()
except Exception as error:
    print(type(error).__name__, error)
"""


def test_without_the_extra_all_loads_and_the_error_names_it() -> None:
    """Only who names a pin in the settings hears of it."""
    done = subprocess.run([sys.executable, "-c", NO_GPIO], capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.startswith("DeviceError gpio: ")
    assert 'install the extra "gpio"' in done.stdout
