"""Accessibility of a page: findings of axe-core, and content wider than its place."""

from collections.abc import Iterator
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Frame, Page

Scheme = Literal["light", "dark"]

SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDTHS = (320, 375, 1280)

# Thousands of cells have a dozen colours, and axe-core parses those of each cell anew.
PARSE_A_COLOUR_ONCE = """(() => {
  const { Color } = axe.commons.color, { parseString } = Color.prototype, parsed = new Map();
  Color.prototype.parseString = function (text) {
    if (!parsed.has(text)) parsed.set(text, parseString.call(new Color(0, 0, 0), text));
    const { r, g, b, alpha } = parsed.get(text);
    return Object.assign(this, { r, g, b, alpha });
  };
})()"""


# Words stand in one line, unless they are longer than most; names break after underscores.
BROKEN_WORDS = """() => {
  const broken = [], texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const { 0: word, index } of texts.currentNode.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, index);
      range.setEnd(texts.currentNode, index + word.length);
      const lines = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      const isWhole = word.length < 20 || /^\\w+_\\w+\\W?$/.test(word);
      if (lines.size > 1 && isWhole) broken.push(word);
    }
  }
  return broken;
}"""

# Heat maps scroll within their place: their columns are to be compared.
CUT_TABLES = """() => [...document.querySelectorAll(".table-responsive:not(:has(.heat))")]
  .filter((place) => place.scrollWidth > place.clientWidth)
  .map((place) => place.ariaLabel)"""


def appearances(page: Page, *widths: int) -> Iterator[tuple[Scheme, int]]:
    """Show the page in light and dark at each width in pixels; yields the two."""
    for scheme in SCHEMES:
        for width in widths or WIDTHS:
            page.emulate_media(color_scheme=scheme)
            page.set_viewport_size({"width": width, "height": 800})
            yield scheme, width


def violations(page: Page | Frame) -> list[str]:
    """Violations that axe-core finds: rule and element."""
    if page.evaluate("typeof axe === 'undefined'"):  # a page compiles axe once
        page.evaluate(AXE_SCRIPT)
        page.evaluate(PARSE_A_COLOUR_ONCE)
    rules = page.evaluate(
        "axe.run({resultTypes: ['violations']}).then(({violations}) => violations)"
    )
    return [f"{rule['id']}: {node['html'][:200]}" for rule in rules for node in rule["nodes"]]


def assert_fits(page: Page, width: int) -> None:
    """The page does not scroll sideways at this width."""
    root = "document.documentElement"
    assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), width


def assert_whole(page: Page) -> None:
    """On a phone, the page fits, no table is cut off, and no usual word is broken within."""
    page.set_viewport_size({"width": 375, "height": 800})
    assert_fits(page, 375)
    assert page.evaluate(CUT_TABLES) == []
    assert page.evaluate(BROKEN_WORDS) == []


def assert_accessible(page: Page) -> None:
    """Without motion, the page fits a phone and a desktop, and axe-core finds nothing."""
    page.emulate_media(reduced_motion="reduce")
    for appearance in appearances(page, 375, 1280):
        assert_fits(page, appearance[1])
        assert violations(page) == [], appearance
