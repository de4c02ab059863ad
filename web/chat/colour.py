"""Colours and contrast, by WCAG 2.2."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Colour:
    """An sRGB colour; each channel is 0 to 255."""

    red: int
    green: int
    blue: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Colour of a text `#rrggbb`; raises ValueError for any other text."""
        if not is_colour(text):
            raise ValueError(f"{text!r} is not a colour. Write it as #rrggbb.")
        return cls(*bytes.fromhex(text[1:]))

    def __str__(self) -> str:
        return f"#{self.red:02x}{self.green:02x}{self.blue:02x}"

    @property
    def luminance(self) -> float:
        """Relative luminance, 0 (black) to 1 (white), by WCAG 2.2."""
        red, green, blue = (_linear(channel) for channel in (self.red, self.green, self.blue))
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    def mixed_with(self, other: "Colour", share: float) -> "Colour":
        """Mixture of the colour with a `share`, 0 to 1, of the other."""
        pairs = ((self.red, other.red), (self.green, other.green), (self.blue, other.blue))
        return Colour(*(round(mine + (theirs - mine) * share) for mine, theirs in pairs))


def is_colour(text: str) -> bool:
    """Return True for a text `#rrggbb`."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


BLACK = Colour(0, 0, 0)
WHITE = Colour(255, 255, 255)


def contrast(first: Colour, second: Colour) -> float:
    """Contrast ratio of two colours, 1 (equal) to 21 (black and white), by WCAG 2.2."""
    darker, lighter = sorted((first.luminance, second.luminance))
    return (lighter + 0.05) / (darker + 0.05)


def ink_on(background: Colour) -> Colour:
    """Black or white, by the higher contrast: at least 4.5 on any background."""
    return max(WHITE, BLACK, key=lambda ink: contrast(ink, background))


def readable(colour: Colour, backgrounds: Iterable[Colour], ratio: float) -> Colour:
    """Nearest colour with the contrast ratio on every background, mixed with black or white.

    Raises ValueError if there is none.
    """
    grounds = tuple(backgrounds)
    for ink in (ink_on(grounds[0]), BLACK, WHITE):
        for percent in range(101):
            candidate = colour.mixed_with(ink, percent / 100)
            if all(contrast(candidate, ground) >= ratio for ground in grounds):
                return candidate
    raise ValueError(f"No colour has {ratio}:1 on all of {', '.join(map(str, grounds))}.")


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)
