"""Secret key of an installation without SECRET_KEY."""

import os
import secrets
from pathlib import Path

from chatbot.errors import ExplainedError
from web.core.setting_values.keys import SHORTEST_SECRET

FILE_NAME = "secret_key"


class DamagedKeyError(ExplainedError):
    """Error: empty or too short file of the key."""


def draft_secret_key(instance: Path) -> str:
    """Return the key in the instance folder, or a new one that is nowhere kept."""
    try:
        return read_or_make_secret_key(instance) if (instance / FILE_NAME).exists() else _new()
    except (DamagedKeyError, OSError):
        return _new()


def read_or_make_secret_key(instance: Path, key: str = "") -> str:
    """Return the key in the instance folder, made there (mode 0600) if missing: `key`, if given.

    Processes starting at once return the same key: the finished file appears in a single step, and
    only for the first process. Raises DamagedKeyError.
    """
    path = instance / FILE_NAME
    if not path.exists():
        _make(path, key or _new())
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < SHORTEST_SECRET:
        raise DamagedKeyError(
            f"{path} is damaged. Delete it, and a new one is made; visitors then begin anew."
        )
    return key


def _new() -> str:
    return secrets.token_hex(32)


def _make(path: Path, key: str) -> None:
    draft = path.with_name(f"{FILE_NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(key)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first, and its key is as good
    finally:
        draft.unlink()
