"""The folder of the sentence encoder: its graph, its tokenizer, and what both should be."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from chatbot.home import HOME

FORMAT = 1
"""The number of the folder's layout; raised when an older reader could not use it."""

GRAPH = "encoder.onnx"
TOKENIZER = "tokenizer.json"
MANIFEST = "encoder.json"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of the published file that the graph is made of."""

DIMENSION = 384
"""The length of the vector of a piece."""

FOLDER_VARIABLE = "RECOLLECT_ENCODER"
USUAL_FOLDER = HOME / "encoder"

_REMEDY = "Install it again with: flask encoder install"


class EncoderError(ValueError):
    """The sentence encoder cannot be used; the message is a sentence that says why."""


class EncoderMissingError(EncoderError):
    """There is no sentence encoder in the folder."""


@dataclass(frozen=True, slots=True)
class EncoderManifest:
    """What belongs in the folder. `source` is the SHA-256 of the published weights."""

    source: str
    graph: str
    tokenizer: str
    dimension: int = DIMENSION
    format: int = FORMAT

    def to_json(self) -> str:
        """Return the contents of the manifest's file."""
        return json.dumps(asdict(self), indent=2) + "\n"


_MANIFEST = TypeAdapter(EncoderManifest)


def encoder_folder() -> Path:
    """Return the folder that the environment names, or the usual one, in the project."""
    return Path(os.environ.get(FOLDER_VARIABLE, "").strip() or USUAL_FOLDER)


def checked_manifest(folder: Path) -> EncoderManifest:
    """Return the manifest of a folder whose files are those that were installed.

    Raises EncoderMissingError when there is nothing, and EncoderError when something is wrong.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        raise EncoderMissingError(
            f"There is no sentence encoder in {folder}. Get it with: flask encoder install"
        )
    try:
        manifest = _read(json.loads((folder / MANIFEST).read_bytes()))
        for name, expected in ((GRAPH, manifest.graph), (TOKENIZER, manifest.tokenizer)):
            if sha256_of(folder / name) != expected:
                raise damaged(folder, f"its {name} is not the one that was installed")
    except OSError as error:
        missing = Path(error.filename or folder).name
        raise damaged(folder, f"{missing} cannot be read: {error.strerror}") from error
    except EncoderError:
        raise
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise damaged(folder, f"its {MANIFEST} is unreadable") from error
    return manifest


def is_installed(folder: Path) -> bool:
    """True when the folder holds a whole encoder, made of the weights that are expected."""
    try:
        return checked_manifest(folder).source == WEIGHTS_SHA256
    except EncoderError:
        return False


def _read(found: Any) -> EncoderManifest:
    if found["format"] > FORMAT:
        raise EncoderError(
            f"This sentence encoder has format {found['format']}, and this version of Recollect "
            f"reads up to {FORMAT}. Update Recollect. {_REMEDY}"
        )
    return _MANIFEST.validate_python(found)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def damaged(folder: Path, reason: str) -> EncoderError:
    """Return the error of a folder that has to be installed anew."""
    return EncoderError(f"The sentence encoder in {folder} is damaged: {reason}. {_REMEDY}")
