"""Laws of the source tree: import directions, and forbidden calls."""

import ast
import re
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

import chatbot

ROOT = Path(__file__).parents[1]
LIBRARY = sorted((ROOT / "chatbot").rglob("*.py"))
WEB = sorted((ROOT / "web").rglob("*.py"))
OTHERS = [ROOT / "app.py", *sorted((ROOT / "migrations").rglob("*.py"))]
SOURCES = [*LIBRARY, *WEB, *OTHERS]
ROOMS = ("benchmarks", "chatbot", "tests", "web")

KERAS = {"keras", "tensorflow"}
SCIENCE = {"sklearn", "scipy", "onnx", "safetensors"}

TRAINING = {"networks", "export", "training", "encoder_setup"}
"""Rooms of the library that may import what only a training needs."""

LIBRARY_ROOMS: dict[str, set[str]] = {
    "errors": set(),
    "home": set(),
    "docstrings": set(),
    "imports": {"docstrings", "errors"},
    "inference": set(),
    "text": {"errors", "imports"},
    "located_json": {"text"},
    "entities": {"text", "errors"},
    "intents": {"entities", "located_json", "text", "errors"},
    "dataset": {"intents", "entities", "text"},
    "encoder": {"home", "inference", "text", "errors"},
    "features": {"dataset", "encoder", "intents", "text"},
    "model": {"features", "encoder", "inference", "intents", "entities", "text", "errors"},
    "dialogue": {"model", "encoder", "intents", "entities", "text"},
    "explanation": {"dialogue", "model", "features", "intents", "text"},
    "evaluation": {"dialogue", "model", "features", "dataset", "intents", "located_json", "text"},
    "networks": {"model", "features", "dataset", "encoder"},
    "export": {"networks", "model", "features", "encoder", "inference", "errors"},
    "encoder_setup": {"encoder", "export", "inference"},
}
"""Rooms of the library, with the rooms that each may import; the training room imports all."""
LIBRARY_ROOMS["training"] = {*LIBRARY_ROOMS} - {"encoder_setup"}

FRAMES: dict[str, set[str]] = {
    "core": set(),
    "http": {"core"},
    "cli": {"core"},
    "admin": {"http", "core"},
    "api": {"http", "core"},
}
EVERY_FRAME = {*FRAMES}
WEB_ROOMS: dict[str, set[str]] = FRAMES | {
    "accounts": EVERY_FRAME,
    "actions": EVERY_FRAME,
    "events": {"actions"} | EVERY_FRAME,
    "backup": EVERY_FRAME,
    "charts": {"accounts", "admin", "http", "core"},
    "models": {"accounts"} | EVERY_FRAME,
    "chat": {"models"} | EVERY_FRAME,
    "curation": EVERY_FRAME,
    "widget": {"chat", "conversations", "curation", "models", "accounts"} | EVERY_FRAME,
    "handovers": {"events"} | EVERY_FRAME,
    "conversations": {"handovers", "events", "actions", "curation", "models", "accounts"}
    | EVERY_FRAME,
    "live": {"handovers", "events", "conversations", "curation", "models", "accounts"}
    | EVERY_FRAME,
    "intents": {"conversations", "curation", "models", "accounts"} | EVERY_FRAME,
    "inbox": {"intents", "handovers", "curation", "conversations", "models", "accounts"}
    | EVERY_FRAME,
    "training": {
        "events",
        "retention",
        "intents",
        "conversations",
        "curation",
        "models",
        "accounts",
    }
    | {"charts"}
    | EVERY_FRAME,
    "monitoring": {"training", "models"} | EVERY_FRAME,
    "retention": {"conversations", "handovers", "models"} | EVERY_FRAME,
    "doctor": {"training", "models"} | EVERY_FRAME,
    "replay": {"conversations", "models", "accounts"} | EVERY_FRAME,
    "dashboard": {"conversations", "models", "accounts", "charts"} | EVERY_FRAME,
    "explain": {"models", "accounts", "charts"} | EVERY_FRAME,
    "evaluation": {"training", "accounts", "charts"} | EVERY_FRAME,
}
"""Rooms of the application, with the rooms that each may import; the frames know no feature.

The modules beside the rooms (`create_app`, routes, commands, navigation, status), and `server`,
put the rooms together: they import all, and no room imports them.
"""
ASSEMBLY = {
    *("__init__", "application", "commands", "navigation", "program", "routes", "server", "status")
}

OWN = {"views", "api", "cli"}
"""Modules of a feature that no other feature imports: their names are these, or end with them."""


TRANSACTION_OWNERS = {"views", "api", "cli", "first_run", "trainer", "worker"}
"""Modules that begin transactions: their names are these, or end with them."""

OTHER_TRANSACTION_OWNERS = {
    "web.core.database": "defines them",
    "web.conversations.answering.group_commit": "commits what threads write at once",
    "web.backup.connections": "defines those of a backup and of a restoration",
    "web.conversations.answering.service": "predicts before its transaction: nobody waits for that",
    "web.navigation": "counts for the menu of any page, after the view",
    "web.chat.page": "shows the chat, for views of two features",
    "web.explain.bot_option": "is an option of commands",
    "web.accounts.access": "lets the user of a token in, before a view begins",
    "web.accounts.sign_in": "finds users for Flask-Security, before a view begins",
    "web.accounts.sign_in_forms": "notes refusals and sign-outs, in views of Flask-Security",
    "web.accounts.reauthentication": "stores a password hash anew, before a view begins",
}
"""Modules that begin transactions although they are services, and the reason."""


def modules_after(statement: str) -> set[str]:
    """The top-level modules that a fresh Python holds after a statement."""
    code = f"{statement}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All nodes of a file's syntax tree."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


@cache
def imported(path: Path) -> frozenset[str]:
    """The modules that a file imports, anywhere in it."""
    names: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {"." * node.level + (node.module or "")}
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return frozenset(names)


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


def room(path: Path) -> str:
    """The room of a file: the folder below `chatbot` or `web`, or the stem of a module there."""
    inside = path.relative_to(ROOT).with_suffix("").parts
    return inside[1]


def imported_rooms(path: Path, package: str) -> set[str]:
    """The rooms of `package` other than its own that a file imports from, anywhere in it."""
    names = (name.split(".") for name in imported(path))
    inner = {parts[1] for parts in names if parts[0] == package and len(parts) > 1}
    existing = {name for name in inner if (ROOT / package / name).exists()}
    existing |= {name for name in inner if (ROOT / package / f"{name}.py").exists()}
    return existing - {room(path)}


def test_the_rooms_of_the_library_import_in_one_direction() -> None:
    for path in LIBRARY:
        if room(path) != "__init__":
            assert imported_rooms(path, "chatbot") <= LIBRARY_ROOMS[room(path)], path


def test_the_rooms_of_the_application_import_in_one_direction() -> None:
    for path in WEB:
        if room(path) not in ASSEMBLY:
            assert imported_rooms(path, "web") <= WEB_ROOMS[room(path)], path


@pytest.mark.parametrize("rooms", [LIBRARY_ROOMS, WEB_ROOMS], ids=["chatbot", "web"])
def test_no_circle_leads_from_room_to_room(rooms: dict[str, set[str]]) -> None:
    left = dict(rooms)
    while left:
        leaves = {name for name, below in left.items() if not below & {*left}}
        assert leaves, f"a circle among {sorted(left)}"
        left = {name: below for name, below in left.items() if name not in leaves}


def test_no_feature_imports_the_views_api_or_commands_of_another() -> None:
    for path in WEB:
        if room(path) in ASSEMBLY:
            continue
        for name in imported(path):
            parts = name.split(".")
            if parts[0] != "web" or len(parts) < 3 or parts[1] in {*FRAMES, room(path)}:
                continue
            assert parts[2].rpartition("_")[2] not in OWN, (path, name)


def transactions(path: Path) -> set[str]:
    """Calls of a file that begin or end a transaction."""
    calls = (node for node in nodes(path) if isinstance(node, ast.Call))
    names = {ast.unparse(call.func).rpartition(".")[2] for call in calls}
    return names & {"reading", "writing", "write_together", "begin", "commit", "rollback"}


def test_services_work_in_the_transaction_of_their_caller() -> None:
    for path in WEB:
        owner = {path.stem, path.stem.rpartition("_")[2]} & TRANSACTION_OWNERS
        if (
            not owner
            and room(path) not in ASSEMBLY
            and module(path) not in OTHER_TRANSACTION_OWNERS
        ):
            assert not transactions(path), path


def test_the_other_owners_of_transactions_begin_some() -> None:
    for path in WEB:
        assert transactions(path) or module(path) not in OTHER_TRANSACTION_OWNERS, path


def test_a_room_holds_at_most_20_files() -> None:
    folders = {path.parent for top in ROOMS for path in (ROOT / top).rglob("*.py")}
    for folder in folders:
        files = [path for path in folder.iterdir() if path.is_file() and path.name != "__init__.py"]
        assert len(files) <= 20, folder


def test_answering_needs_no_training_library() -> None:
    answering = [path for path in LIBRARY if room(path) not in TRAINING]
    statements = "\n".join(f"import {module(path)}" for path in answering)
    assert not modules_after(statements) & (KERAS | SCIENCE)


@pytest.mark.parametrize(
    "name", ["chatbot.dialogue.bot", "chatbot.model.classifier", "chatbot.evaluation.evaluation"]
)
def test_the_bot_alone_needs_no_training_library(name: str) -> None:
    assert not modules_after(f"import {name}") & (KERAS | SCIENCE)


def test_importing_the_library_is_light() -> None:
    light = modules_after("import chatbot")
    assert not light & (KERAS | SCIENCE | {"numpy", "onnxruntime", "pydantic"})


def test_public_names_need_no_training_library_until_a_training() -> None:
    public = modules_after("from chatbot import *\nassert Bot and callable(train)")
    assert not public & (KERAS | SCIENCE)


def test_rooms_import_from_each_other_and_not_from_the_package() -> None:
    """The names of the package are for users: through them, a room could reach training."""
    public = {f"chatbot.{name}" for name in chatbot.__all__}
    for path in [*LIBRARY, *WEB, *OTHERS]:
        assert not public & {*imported(path)}, path


def test_only_the_rooms_of_training_import_its_libraries() -> None:
    importers = {room(path) for path in LIBRARY if packages(path) & (KERAS | SCIENCE)}
    assert importers <= TRAINING


def test_the_application_starts_without_a_training_library(tmp_path: Path) -> None:
    statement = (
        "from web import create_app\n"
        "from web.core.settings import Settings\n"
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
    for path in WEB:
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            names = [node.module] if isinstance(node, ast.ImportFrom) else []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            rooms = {name.split(".")[1] for name in names if name and name.startswith("chatbot.")}
            assert not rooms & TRAINING, path


def test_nothing_unpickles_text() -> None:
    for path in SOURCES:
        forbidden = {"pickle", "cPickle", "dill", "cloudpickle", "shelve", "marshal"}
        assert not packages(path) & forbidden, path


def test_nothing_executes_text() -> None:
    for path, node in ((source, node) for source in SOURCES for node in nodes(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in {"eval", "exec", "compile", "__import__"}, path
        elif isinstance(node, ast.keyword):
            assert node.arg not in {"allow_pickle", "safe_mode", "shell"}, path


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
        match = UNESCAPED.search(path.read_text(encoding="utf-8"))
        assert not match, f"{path}: {match and match.group()}"


def test_views_mark_nothing_as_safe() -> None:
    for path in WEB:
        assert not {"markupsafe", "flask.Markup"} & {*packages(path), *imported(path)}, path
