"""Bundles: modules of JavaScript, or style sheets, in a file without comments and indents.

Each module becomes a function, called once, in the order of the imports. So its names do not meet
those of the others, and it may wait for something. The forms of import and export are those that
our modules have.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

_COMMENT_OR_INDENT = re.compile(r"/\*\*.*?\*/\s*|^[ \t]+(?://[^\n]*\n)?", re.M | re.S)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_BLANKS = re.compile(r"\s+")
_IMPORT = re.compile(r'^import (?:(\{[^}]*\}|\* as \w+) from )?"(\.[^"]+\.js)";\n', re.M)
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.M)


@cache
def bundle(main: Path) -> str:
    """Return the modules that `main` needs, then `main`, as a script."""
    paths = _in_order(main.resolve(), [])
    names = {path: f"m{number}" for number, path in enumerate(paths)}
    return "".join(_module(path, names) for path in paths)


@cache
def style_bundle(*paths: Path) -> str:
    """Return the style sheets, one after the other."""
    sheets = "".join(path.read_text(encoding="utf-8") for path in paths)
    return _BLANKS.sub(" ", _CSS_COMMENT.sub("", sheets))


@cache
def digest(text: str) -> str:
    """Return a digest of a bundle for its address: twelve hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _in_order(path: Path, before: list[Path]) -> list[Path]:
    """Paths of the modules, each behind those that it imports."""
    for imported in _IMPORT.finditer(_source(path)):
        neighbour = (path.parent / imported[2]).resolve()
        if neighbour not in before:
            _in_order(neighbour, before)
    before.append(path)
    return before


def _module(path: Path, names: dict[Path, str]) -> str:
    def from_name(imported: re.Match[str]) -> str:
        if imported[1] is None:
            return ""
        name = names[(path.parent / imported[2]).resolve()]
        return f"const {imported[1].removeprefix('* as ')} = {name};\n"

    source = _IMPORT.sub(from_name, _source(path))
    exported = ", ".join(_EXPORT.findall(source))
    body = f"{_EXPORT.sub('', source)}return {{ {exported} }};"
    return f"const {names[path]} = await (async () => {{\n{body}\n}})();\n"


def _source(path: Path) -> str:
    return _COMMENT_OR_INDENT.sub("", path.read_text(encoding="utf-8"))
