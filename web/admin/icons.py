"""Icons of the admin pages: those in use, of the 2,000 of Bootstrap Icons."""

import re
from functools import cache

from web.core.assets import package_folder

ICONS = (
    "box-seam",
    "chat-left-text",
    "hand-thumbs-down",
    "hand-thumbs-up",
    "headset",
    "inbox",
    "journal-check",
    "journal-plus",
    "mortarboard",
    "people",
    "person-circle",
    "search-heart",
    "signpost-split",
    "speedometer2",
)


@cache
def icon_sheet() -> str:
    """Return an SVG file with a symbol for each icon, its name the id."""
    folder = package_folder("flask_bootstrap") / "static" / "bootstrap5" / "icons"
    symbols = (folder / "bootstrap-icons.svg").read_text(encoding="utf-8")
    names = "|".join(ICONS)
    used = re.finditer(rf'<symbol [^>]*id="({names})">.*?</symbol>', symbols)
    content = "".join(symbol[0] for symbol in used)
    return f'<svg xmlns="http://www.w3.org/2000/svg">{content}</svg>'
