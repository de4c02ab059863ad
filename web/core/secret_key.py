"""The secret key that an installation without SECRET_KEY makes for itself."""

import os
import secrets
from pathlib import Path

from web.core.setting_values import SHORTEST_SECRET

FILE_NAME = "secret_key"


class DamagedKeyError(ValueError):
    """The file of the key is empty or too short."""


def read_or_make_secret_key(instance: Path) -> str:
    """The key in the instance folder, made there (mode 0600) if there is none.

    Of several processes that start at once all return the same key: the finished file
    appears under its name in one step, and only for the first of them.
    """
    path = instance / FILE_NAME
    if not path.exists():
        _make(path)
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < SHORTEST_SECRET:
        raise DamagedKeyError(
            f"{path} is damaged. Delete it, and a new one is made; visitors then begin anew."
        )
    return key


def _make(path: Path) -> None:
    draft = path.with_name(f"{FILE_NAME}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32))
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first, and its key is as good
    finally:
        draft.unlink()
