"""The pins of a Raspberry Pi, through gpiozero: an LED or a ring of them, and a button.

gpiozero is an extra of this package: it is loaded only where the settings name a pin.
"""

from __future__ import annotations

import asyncio
import datetime
import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.adapters.light import Light
from assistant.errors import DeviceError
from assistant.settings import DarkHours, GpioSettings

MENDING = 'install the extra "gpio" (scripts/setup does), or leave `gpio` in config.yaml empty'
PWM_HZ = 200
"""Above what an eye sees flicker, and slow enough for a duty that software keeps."""
GAMMA = 2.2
"""An eye's: what seems half as bright gets a fifth of the power."""
BOUNCE_SECONDS = 0.02
"""How long the contacts of a push button may rattle."""
RING_COLOUR = (60, 140, 255)
"""Blue, green and red, 0 to 255: a warm white, which wakes less than a cold one."""
RING_STEPS = 31
"""Of an APA102's own brightness, which is over that of its colours."""


@dataclass(frozen=True, slots=True)
class Pins:
    """The pins of this board, as gpiozero's `Device.pin_factory` has them."""

    faults: tuple[type[Exception], ...]
    """What that raises."""

    @contextmanager
    def named(self, device: str) -> Iterator[None]:
        """Raise a fault inside as a DeviceError that names the device."""
        try:
            yield
        except self.faults as error:
            raise DeviceError(f"gpio: the {device} does not answer: {error}") from error

    def button(self, pin: int) -> PinButton:
        """Return the button between a pin and ground. Raises DeviceError."""
        with self.named(f"button on pin {pin}"):
            return PinButton(pin)

    def light(self, gpio: GpioSettings) -> Light | None:
        """Return the light of the settings, None where they name none. Raises DeviceError."""
        if gpio.ring:
            with self.named("ring of lights"):
                return Ring(self, gpio.ring)
        if gpio.light is not None:
            with self.named(f"light on pin {gpio.light}"):
                return PinLed(self, gpio.light)
        return None


def open_pins() -> Pins:
    """Open the pins of this board. Raises DeviceError.

    By lgpio alone: gpiozero's other ways know no Raspberry Pi 5, or cannot dim.
    """
    try:
        import lgpio
        from gpiozero import Device, GPIOZeroError
        from gpiozero.pins.lgpio import LGPIOFactory
    except ImportError as error:
        raise DeviceError(f"gpio: {error.name} is not installed; {MENDING}") from error
    faults = (GPIOZeroError, OSError, lgpio.error)
    try:
        Device.pin_factory = Device.pin_factory or LGPIOFactory()
    except faults as error:
        raise DeviceError(
            f"gpio: no pins can be opened here: {error}; on a Raspberry Pi, add this user to the "
            "group gpio; elsewhere leave `gpio` in config.yaml empty"
        ) from error
    return Pins(faults)


class PinButton:
    """A Button on a pin; it tells the running event loop."""

    def __init__(self, pin: int) -> None:
        from gpiozero import Button

        self._changes: asyncio.Queue[bool] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        def tell(is_down: bool) -> None:  # on gpiozero's thread
            loop.call_soon_threadsafe(self._changes.put_nowait, is_down)

        self._button = Button(pin, bounce_time=BOUNCE_SECONDS)
        self._button.when_pressed = lambda: tell(True)
        self._button.when_released = lambda: tell(False)

    async def changed(self) -> bool:
        """Wait until it goes down, True, or up, False."""
        return await self._changes.get()

    def close(self) -> None:
        """Release the pin."""
        self._button.close()


class PinLed:
    """A Light on a pin."""

    def __init__(self, pins: Pins, pin: int) -> None:
        from gpiozero import PWMLED

        self._pins, self._pin = pins, pin
        self._led = PWMLED(pin, frequency=PWM_HZ)

    def shine(self, level: float) -> None:
        """Shine from now on. Raises DeviceError."""
        with self._pins.named(f"light on pin {self._pin}"):
            self._led.value = level**GAMMA

    def close(self) -> None:
        """Go dark and release the pin."""
        self._led.close()


class Ring:
    """A Light of APA102 LEDs."""

    def __init__(self, pins: Pins, length: int) -> None:
        from gpiozero import Device

        self._pins, self._length = pins, length
        self._wire = Device.pin_factory.spi()

    def shine(self, level: float) -> None:
        """Shine from now on, all LEDs alike. Raises DeviceError."""
        power = level**GAMMA * RING_STEPS
        step = math.ceil(power)
        colour = [round(part * power / step) if step else 0 for part in RING_COLOUR]
        with self._pins.named("ring of lights"):
            self._wire.transfer([0] * 4 + [0xE0 | step, *colour] * self._length + [0xFF] * 4)

    def close(self) -> None:
        """Go dark and release the wire."""
        self.shine(0.0)
        self._wire.close()


def within(hours: DarkHours, now: Callable[[], datetime.time]) -> Callable[[], bool]:
    """Return what tells whether it is dark hours now; they may run over midnight."""
    begin, end = hours

    def is_dark() -> bool:
        time = now()
        return begin <= time < end if begin < end else time >= begin or time < end

    return is_dark
