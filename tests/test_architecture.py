"""What may import what, and what no file may do."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LIBRARY = sorted((ROOT / "chatbot").rglob("*.py"))
WEB = sorted((ROOT / "web").rglob("*.py"))
OTHERS = [ROOT / "app.py", *sorted((ROOT / "migrations").rglob("*.py"))]
SOURCES = [*LIBRARY, *WEB, *OTHERS]

KERAS = {"keras", "tensorflow"}
SCIENCE = {"sklearn", "scipy", "onnx", "safetensors"}
NETWORK = {"architectures", "export", "fitting", "layers", "learner", "network"}
NETWORK |= {"keras_logits", "optimizer", "recurrent", "translation"}
"""The modules of the library that are about the Keras network itself."""
SOLVING = {"branches", "linear"}
"""Those that are about the linear branches in it."""
EVALUATION = {"comparison", "cross_validation", "evaluating", "judging", "verdict"}
OTHER = {"encoder_graph", "encoder_install", "onnx_draft", "rounds", "subject", "training"}
TRAINING = NETWORK | SOLVING | EVALUATION | OTHER
"""These, and the modules that call them."""


def modules_after(statement: str) -> set[str]:
    """The top-level modules that a fresh Python holds after a statement."""
    code = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def imported(path: Path) -> Iterator[str]:
    """The modules that a file imports, anywhere in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def packages(path: Path) -> set[str]:
    return {name.partition(".")[0] for name in imported(path)}


def module(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def test_there_are_files_to_look_at() -> None:
    assert len(LIBRARY) > 20
    assert len(WEB) > 20


def test_the_library_knows_nothing_of_the_web() -> None:
    for path in LIBRARY:
        assert not packages(path) & {"web", "flask", "sqlalchemy"}, path
    everything = "\n".join(f"import {module(path)}" for path in LIBRARY)
    assert not modules_after(everything) & {"web", "flask", "sqlalchemy"}


def test_answering_needs_no_training_library() -> None:
    answering = [path for path in LIBRARY if path.stem not in TRAINING]
    statements = "\n".join(f"import {module(path)}" for path in answering)
    assert not modules_after(statements) & (KERAS | SCIENCE)


@pytest.mark.parametrize("name", ["chatbot.bot", "chatbot.classifier", "chatbot.evaluation"])
def test_the_bot_alone_needs_no_training_library(name: str) -> None:
    assert not modules_after(f"import {name}") & (KERAS | SCIENCE)


def test_only_what_is_about_the_network_imports_keras() -> None:
    importers = {path.stem for path in LIBRARY if packages(path) & KERAS}
    assert importers == NETWORK


def test_only_training_imports_what_imports_keras() -> None:
    direct = {f"chatbot.{name}" for name in TRAINING}
    importers = {path.stem for path in LIBRARY if direct & set(imported(path))}
    assert importers <= TRAINING


def test_the_application_starts_without_a_training_library(tmp_path: Path) -> None:
    statement = (
        "from web import create_app\n"
        "from web.settings import Settings\n"
        f"environ = {{'RECOLLECT_INSTANCE': {str(tmp_path)!r}, 'SECRET_KEY': '0123456789' * 4}}\n"
        "client = create_app(Settings.from_environ(environ)).test_client()\n"
        "assert client.get('/healthz').status_code == 200"
    )
    assert not modules_after(statement) & (KERAS | SCIENCE)


def test_no_file_of_the_web_imports_keras() -> None:
    for path in [*WEB, *OTHERS]:
        assert not packages(path) & (KERAS | SCIENCE), path


def test_the_web_reaches_training_only_while_it_trains() -> None:
    """An import within a function, or one that only a type checker sees."""
    direct = {f"chatbot.{name}" for name in TRAINING}
    for path in WEB:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.ImportFrom):
                assert node.module not in direct, path
            elif isinstance(node, ast.Import):
                assert not direct & {alias.name for alias in node.names}, path


@pytest.mark.parametrize("path", SOURCES, ids=module)
def test_nothing_unpickles_or_executes_text(path: Path) -> None:
    assert not packages(path) & {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal"}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec", "compile", "__import__"}
        elif isinstance(node, ast.keyword):
            assert node.arg not in {"allow_pickle", "safe_mode", "shell"}


PAGES = [
    path
    for path in sorted((ROOT / "web").rglob("*"))
    if path.suffix in {".html", ".js", ".css", ".svg", ".txt", ".xml"}
]
UNESCAPED = re.compile(
    r"\|\s*safe\b|autoescape\s+false|innerHTML|outerHTML|insertAdjacentHTML|document\.write"
    r"|\beval\(|new Function\b"
)


def test_pages_escape_whatever_a_person_wrote() -> None:
    assert {".html", ".js", ".css"} <= {path.suffix for path in PAGES}
    for path in PAGES:
        found = UNESCAPED.search(path.read_text(encoding="utf-8"))
        assert not found, f"{path}: {found and found.group()}"


def test_views_mark_nothing_as_safe() -> None:
    for path in WEB:
        assert not {"markupsafe", "flask.Markup"} & {*packages(path), *imported(path)}, path
