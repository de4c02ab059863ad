"""Theme: a style sheet with the bot's colour."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from web.chat.colour import Colour, contrast, ink_on, readable

# Page and bubble colours of static/base.css, on which the accent must be readable.
LIGHT = (Colour.parse("#f6f4f0"), Colour.parse("#ffffff"))
DARK = (Colour.parse("#15181a"), Colour.parse("#22272a"))
TEXT_CONTRAST = 4.5
EDGE_CONTRAST = 1.5


@dataclass(frozen=True, slots=True)
class Theme:
    """A style sheet, with a version for the address."""

    css: str

    @property
    def version(self) -> str:
        return hashlib.sha256(self.css.encode()).hexdigest()[:12]


@lru_cache(maxsize=8)
def theme(bot_colour: str) -> Theme:
    """Theme for a colour `#rrggbb`, readable by day and by night."""
    accent = Colour.parse(bot_colour)
    light, dark = _rule(accent, LIGHT), _rule(accent, DARK)
    return Theme(f"{light}\n@media (prefers-color-scheme: dark) {{\n{dark}\n}}\n")


def _rule(accent: Colour, surfaces: tuple[Colour, Colour]) -> str:
    page, bubble = surfaces
    soft = bubble.mixed_with(accent, 0.12)
    edge = accent
    if contrast(accent, page) < EDGE_CONTRAST:
        edge = readable(accent, [page], EDGE_CONTRAST)
    properties = {
        "accent": accent,
        "on-accent": ink_on(accent),
        "accent-edge": edge,
        "accent-soft": soft,
        "accent-text": readable(accent, [page, bubble, soft], TEXT_CONTRAST),
    }
    lines = "\n".join(f"  --{name}: {colour};" for name, colour in properties.items())
    return f":root {{\n{lines}\n}}"
