"""Paths among the values of settings, and the avatar, which may be the path of an image."""

from pathlib import Path
from typing import Annotated

from pydantic import PlainValidator

IMAGE_TYPES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg")
LONGEST_AVATAR = 2


def any_path(value: str) -> Path:
    """Return the absolute path; raises ValueError for a path the system cannot look for."""
    try:
        path = Path(value).expanduser().absolute()
        path.exists()
    except OSError as error:
        raise ValueError(f"That path cannot be used ({error.strerror}).") from None
    except RuntimeError:
        raise ValueError("There is no home folder of that user. Write the whole path.") from None
    return path


def _folder(value: str) -> Path:
    path = any_path(value)
    if path.exists() and not path.is_dir():
        raise ValueError("That is a file. Name a folder.")
    return path


def present_path(value: str) -> Path:
    """Return the absolute path of a file or folder; raises ValueError if it is missing."""
    path = any_path(value)
    if not path.exists():
        raise ValueError("There is no such folder or file. Name the folder of your intent files.")
    return path


def _avatar(value: str) -> str | Path:
    """Return a text of at most two graphemes, or the path of an existing image."""
    if len(value) <= LONGEST_AVATAR:
        return value
    import regex  # type: ignore[import-untyped]  # 1 MB that an emoji of one sign does not need

    if len(regex.findall(r"\X", value)) <= LONGEST_AVATAR:
        return value
    path = any_path(value)
    if path.suffix.lower() not in IMAGE_TYPES:
        raise ValueError(
            "Write an emoji, one or two letters, or the path of an image"
            f" ({', '.join(IMAGE_TYPES)})."
        )
    if not path.is_file():
        raise ValueError("There is no such image file. Write the path of one, or an emoji.")
    return path


Folder = Annotated[Path, PlainValidator(_folder)]
IntentsPath = Annotated[Path, PlainValidator(present_path)]
Avatar = Annotated[str | Path, PlainValidator(_avatar)]
