"""Bundles: modules of JavaScript, or style sheets, in a file without comments and blanks.

Each module becomes a function, called once, in the order of the imports. So its names do not meet
those of the others, and it may wait for something. The forms of import and export are those that
our modules have. A module that another one imports when it is needed, by `import("./x.js")`, is a
part: a file of its own, with the modules that only it needs.
"""

import hashlib
import re
from functools import cache
from pathlib import Path

_COMMENT_OR_BLANKS = re.compile(
    r"/\*\*.*?\*/\s*|^\s+(?://[^\n]*\n)?|(?<=;)[ \t]+//[^\n\"'`]*$", re.M | re.S
)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_BLANKS = re.compile(r"\s+")
_AROUND_SIGNS = re.compile(r" ?([{};,>]) ?|(?<=:) ")
_IMPORT = re.compile(r'^import (?:(\{[^}]*\}|\* as \w+) from )?"(\.[^"]+\.js)";\n', re.M)
_LATER = re.compile(r'import\("(\.[^"]+\.js)"\)')
_EXPORT = re.compile(r"^export (?=(?:async )?(?:function|class|const) (\w+))", re.M)

Names = dict[Path, str]
"""Names of modules in a bundle."""


@cache
def bundle(main: Path) -> str:
    """Return the modules that `main` needs, then `main`, as a script."""
    names = _names(main)
    return "".join(_module(path, names) for path in names)


@cache
def parts(main: Path) -> dict[str, str]:
    """Return the parts of the bundle of `main` by their names, each a module of JavaScript."""
    names = _names(main)
    paths = [
        (path.parent / later[1]).resolve()
        for path in names
        for later in _LATER.finditer(_source(path))
    ]
    return {path.stem: _part(path, names) for path in paths}


@cache
def style_bundle(*paths: Path) -> str:
    """Return the style sheets, one after the other."""
    sheets = "".join(path.read_text(encoding="utf-8") for path in paths)
    return _AROUND_SIGNS.sub(r"\1", _BLANKS.sub(" ", _CSS_COMMENT.sub("", sheets)))


@cache
def digest(text: str) -> str:
    """Return a digest of a bundle for its address: twelve hex digits."""
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _names(main: Path) -> Names:
    return {path: f"m{number}" for number, path in enumerate(_in_order(main.resolve(), []))}


def _in_order(path: Path, before: list[Path]) -> list[Path]:
    """Paths of the modules, each behind those that it imports."""
    for imported in _IMPORT.finditer(_source(path)):
        neighbour = (path.parent / imported[2]).resolve()
        if neighbour not in before:
            _in_order(neighbour, before)
    before.append(path)
    return before


def _module(path: Path, names: Names) -> str:
    def from_name(imported: re.Match[str]) -> str:
        if imported[1] is None:
            return ""
        name = names[(path.parent / imported[2]).resolve()]
        return f"const {imported[1].removeprefix('* as ')} = {name};\n"

    def from_part(later: re.Match[str]) -> str:
        part = (path.parent / later[1]).resolve()
        address = f"./widget/{digest(_part(part, names))}/{part.stem}.js"
        return f'import("{address}").then((part) => part.default({_used(part, names)}))'

    source = _LATER.sub(from_part, _IMPORT.sub(from_name, _source(path)))
    exported = ", ".join(_EXPORT.findall(source))
    body = f"{_EXPORT.sub('', source)}return {{ {exported} }};"
    return f"const {names[path]} = await (async () => {{\n{body}\n}})();\n"


def _part(path: Path, names: Names) -> str:
    """Module that makes a part, given the modules of the bundle that it uses."""
    own = [module for module in _in_order(path, []) if module not in names]
    inner = names | {module: f"p{number}" for number, module in enumerate(own)}
    text = "".join(_module(module, inner) for module in own)
    return f"export default async ({_used(path, names)}) => {{\n{text}return {inner[path]};\n}};\n"


def _used(part: Path, names: Names) -> str:
    """The modules of the bundle that a part uses, as an object."""
    used = [names[module] for module in _in_order(part, []) if module in names]
    return f"{{ {', '.join(used)} }}"


def _source(path: Path) -> str:
    return _COMMENT_OR_BLANKS.sub("", path.read_text(encoding="utf-8"))
