"""Contents of Markdown files: code blocks, tables, links."""

import re
from pathlib import Path

from chatbot.home import HOME

FILES = sorted(
    [*HOME.glob("*.md"), *(HOME / "docs").rglob("*.md")],
    key=lambda path: path.relative_to(HOME),
)
_BLOCK = re.compile(r"^(<!-- tested -->\n)?```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


def read(name: str) -> str:
    """Return the text of a file of the repository."""
    return (HOME / name).read_text(encoding="utf-8")


def blocks(name: str, language: str, *, tested: bool | None = None) -> list[str]:
    """Return the code blocks of a language; `tested` selects blocks with or without the mark."""
    return [
        code
        for mark, kind, code in _BLOCK.findall(read(name))
        if kind == language and tested in (None, bool(mark))
    ]


def table(name: str, heading: str) -> list[list[str]]:
    """Return the rows of the first table under a heading, as texts of cells."""
    section = re.split(r"^## ", read(name).partition(f"## {heading}\n")[2], flags=re.MULTILINE)[0]
    rows = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[2:]]


def links(path: Path) -> list[str]:
    """Return the targets of links and pictures of a file, outside code."""
    text = re.sub(r"```.*?```|`[^`]*`", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return _LINK.findall(text)
