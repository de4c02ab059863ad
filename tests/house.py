"""Figures of the source tree: folders, files, functions, imports, names, docstrings.

`python -m tests.house` prints those of this tree; `python -m tests.house OTHER .` prints two trees
side by side. `make check` holds the rules of names and prose, in `tests/test_house.py`.
"""

from __future__ import annotations

import argparse
import ast
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

TOPS = ("app.py", "benchmarks", "chatbot", "migrations", "tests", "web")
PRODUCT = ("app.py", "chatbot", "migrations", "web")

FORBIDDEN_FIRST_WORDS = frozenset({"what", "how", "which", "whether", "that", "those"})
FORBIDDEN_LOCALS = frozenset({"each", "one", "found", "said", "wanted", "known", "asked", "told"})
PRONOUNS = frozenset(
    [
        "he",
        "her",
        "hers",
        "him",
        "his",
        "it",
        "its",
        "itself",
        "one",
        "ones",
        "she",
        "that",
        "their",
        "theirs",
        "them",
        "they",
        "this",
        "those",
        "these",
        "we",
        "our",
        "ours",
        "us",
        "what",
        "which",
        "who",
        "whom",
        "whose",
    ]
)
LONGEST_FUNCTION = 25

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
SCOPES = (ast.Module, ast.ClassDef, *FUNCTIONS)


@dataclass(frozen=True, slots=True)
class Place:
    """A name or docstring of a file, with its line."""

    path: Path
    line: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file: its path below the root, its text and its syntax tree."""

    path: Path
    text: str
    tree: ast.Module

    @classmethod
    def read(cls, path: Path, root: Path) -> Source:
        """The file at `path`."""
        text = path.read_text(encoding="utf-8")
        return cls(path.relative_to(root), text, ast.parse(text))

    @property
    def lines(self) -> int:
        """Number of lines."""
        return len(self.text.splitlines())

    def functions(self) -> Iterator[Function]:
        """Every function and method."""
        return (node for node in ast.walk(self.tree) if isinstance(node, FUNCTIONS))

    def docstrings(self) -> Iterator[Place]:
        """Docstrings of the module, its classes and functions, and strings below constants."""
        for node in ast.walk(self.tree):
            if not isinstance(node, SCOPES):
                continue
            for index, statement in enumerate(node.body):
                text = _string(statement)
                after = index > 0 and isinstance(node.body[index - 1], (ast.Assign, ast.AnnAssign))
                if text and (index == 0 or after):
                    yield Place(self.path, statement.lineno, text)

    def locals(self) -> Iterator[Place]:
        """Parameters of functions, and names that functions and comprehensions bind."""
        for node in ast.walk(self.tree):
            if isinstance(node, FUNCTIONS):
                yield from self._bindings(node)
            elif isinstance(node, ast.comprehension):
                yield from self._names(node.target)

    def _bindings(self, function: Function) -> Iterator[Place]:
        for node in _own_nodes(function):
            if isinstance(node, ast.arg):
                yield Place(self.path, node.lineno, node.arg)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                yield Place(self.path, node.lineno, node.id)

    def _names(self, target: ast.expr) -> Iterator[Place]:
        for node in ast.walk(target):
            if isinstance(node, ast.Name):
                yield Place(self.path, node.lineno, node.id)


def sources(root: Path, tops: Sequence[str] = TOPS) -> list[Source]:
    """The Python files below these folders of `root`, in the order of their paths."""
    paths = [path for top in tops for path in _files(root / top)]
    return [Source.read(path, root) for path in paths]


def bad_docstrings(files: Sequence[Source]) -> list[Place]:
    """Docstrings that begin with one of FORBIDDEN_FIRST_WORDS."""
    return [
        docstring
        for file in files
        for docstring in file.docstrings()
        if _words(docstring.text)[:1] and _words(docstring.text)[0] in FORBIDDEN_FIRST_WORDS
    ]


def bad_locals(files: Sequence[Source]) -> list[Place]:
    """Locals and parameters with one of FORBIDDEN_LOCALS for a name."""
    names = {name for file in files for name in file.locals() if name.text in FORBIDDEN_LOCALS}
    return sorted(names, key=lambda name: (name.path, name.line, name.text))


def doubled_classes(files: Sequence[Source]) -> dict[str, list[Path]]:
    """Class names with more than one definition, and the files of these."""
    places: dict[str, list[Path]] = {}
    for file in files:
        for node in ast.walk(file.tree):
            if isinstance(node, ast.ClassDef):
                places.setdefault(node.name, []).append(file.path)
    return {name: paths for name, paths in sorted(places.items()) if len(paths) > 1}


def long_functions(files: Sequence[Source]) -> list[Place]:
    """Functions of more than LONGEST_FUNCTION lines, decorators not counted."""
    return [
        Place(file.path, node.lineno, node.name)
        for file in files
        for node in file.functions()
        if (node.end_lineno or node.lineno) - node.lineno + 1 > LONGEST_FUNCTION
    ]


def inner_imports(files: Sequence[Source]) -> list[Place]:
    """Import statements within functions."""
    places = {
        Place(file.path, node.lineno, ast.unparse(node))
        for file in files
        for function in file.functions()
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    }
    return sorted(places, key=lambda place: (place.path, place.line))


def figures(root: Path) -> dict[str, str]:
    """The figures of a tree by their names, in the order to print them."""
    product, everything = sources(root, PRODUCT), sources(root)
    sizes = sorted(file.lines for file in product)
    folders = Counter(file.path.parent for file in product if file.path.name != "__init__.py")
    folder, most = folders.most_common(1)[0]
    largest = max(product, key=lambda file: file.lines)
    docstrings = [docstring for file in everything for docstring in file.docstrings()]
    words = [word for docstring in docstrings for word in _words(docstring.text)]
    pronouns = sum(word in PRONOUNS for word in words)
    bad = bad_docstrings(everything)
    names = [name for file in everything for name in file.locals()]
    bad_names = sum(name.text in FORBIDDEN_LOCALS for name in names)
    return {
        "files of the product": f"{len(product):,}",
        "folders of the product": f"{len(folders):,}",
        "most files in one folder": f"{most} ({folder})",
        "lines of the median file": f"{median(sizes):.0f}",
        "lines of the largest file": f"{largest.lines} ({largest.path})",
        "lines of the product": f"{sum(sizes):,}",
        "lines of tests and benchmarks": f"{sum(f.lines for f in everything) - sum(sizes):,}",
        f"functions over {LONGEST_FUNCTION} lines": f"{len(long_functions(product))}",
        "imports within functions": f"{len(inner_imports(product))}",
        "class names with two meanings": f"{len(doubled_classes(product))}",
        "docstrings": f"{len(docstrings):,}",
        "… that begin with what, how, which …": f"{len(bad)} ({len(bad) / len(docstrings):.1%})",
        "pronouns per 100 words of docstrings": f"{100 * pronouns / len(words):.1f}",
        "locals and parameters": f"{len(names):,}",
        "… called each, one, found, said …": f"{bad_names} ({bad_names / len(names):.1%})",
    }


def main() -> None:
    """Print the figures of the trees that the command line names."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "tree", nargs="*", type=Path, default=[Path()], help="roots of source trees"
    )
    parser.add_argument("--list", action="store_true", help="list each place that breaks a rule")
    arguments = parser.parse_args()
    columns = [figures(root) for root in arguments.tree]
    print("| | " + " | ".join(str(root) for root in arguments.tree) + " |")
    print("|---" * (len(columns) + 1) + "|")
    for name in columns[0]:
        print(f"| {name} | " + " | ".join(column[name] for column in columns) + " |")
    if arguments.list:
        for root in arguments.tree:
            everything = sources(root)
            print(*bad_docstrings(everything), *bad_locals(everything), sep="\n")


def _files(top: Path) -> list[Path]:
    return sorted(top.rglob("*.py")) if top.is_dir() else [top]


def _string(statement: ast.stmt) -> str:
    """Text of a statement that is a string alone, else an empty text."""
    if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
        value = statement.value.value
        return value if isinstance(value, str) else ""
    return ""


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+(?:'[a-z]+)?", re.sub(r"`[^`]*`", " x ", text).lower())


def _own_nodes(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions and classes within."""
    waiting: list[ast.AST] = [function.args, *function.body]
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, (*FUNCTIONS, ast.ClassDef, ast.Lambda)):
            waiting.extend(ast.iter_child_nodes(node))


if __name__ == "__main__":
    main()
