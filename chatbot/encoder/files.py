"""Folder of the sentence encoder: graph, tokenizer, and a manifest with checksums."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from chatbot.errors import ExplainedError
from chatbot.home import HOME

FORMAT = 1
"""Version of the folder's layout, raised with every change unreadable to older versions."""

GRAPH = "encoder.onnx"
TOKENIZER = "tokenizer.json"
MANIFEST = "encoder.json"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""SHA-256 of the published weights."""

DIMENSION = 384
"""Length of the vector of a word piece."""

FOLDER_VARIABLE = "RECOLLECT_ENCODER"
DEFAULT_FOLDER = HOME / "encoder"

_REMEDY = "Install it again with: flask encoder install"


class EncoderError(ExplainedError, ValueError):
    """Error: unusable sentence encoder, with a sentence for the reason."""


class EncoderMissingError(EncoderError):
    """Error: folder without a sentence encoder."""


@dataclass(frozen=True, slots=True)
class EncoderManifest:
    """Checksums (SHA-256) of the published weights, `source`, and of both files in the folder."""

    source: str
    graph: str
    tokenizer: str
    dimension: int = DIMENSION
    format: int = FORMAT

    def to_json(self) -> str:
        """Return the text of the manifest file."""
        return json.dumps(asdict(self), indent=2) + "\n"


_MANIFEST = TypeAdapter(EncoderManifest)


def encoder_folder() -> Path:
    """Return the folder in the environment variable, or the default folder in the project."""
    return Path(os.environ.get(FOLDER_VARIABLE, "").strip() or DEFAULT_FOLDER)


def load_manifest(folder: Path) -> EncoderManifest:
    """Return the manifest of a folder, with both files verified by checksums.

    Raises EncoderMissingError for an empty or missing folder, EncoderError for a damaged folder.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        raise EncoderMissingError(
            f"There is no sentence encoder in {folder}. Get it with: flask encoder install"
        )
    try:
        manifest = _read_manifest(json.loads((folder / MANIFEST).read_bytes()))
        for name, expected in ((GRAPH, manifest.graph), (TOKENIZER, manifest.tokenizer)):
            if sha256_of(folder / name) != expected:
                raise damage_error(folder, f"its {name} is not the one that was installed")
    except OSError as error:
        missing = Path(error.filename or folder).name
        raise damage_error(folder, f"{missing} cannot be read: {error.strerror}") from error
    except EncoderError:
        raise
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise damage_error(folder, f"its {MANIFEST} is unreadable") from error
    return manifest


def is_installed(folder: Path) -> bool:
    """Return True for a folder with an undamaged encoder of the published weights."""
    try:
        return load_manifest(folder).source == WEIGHTS_SHA256
    except EncoderError:
        return False


def _read_manifest(document: Any) -> EncoderManifest:
    if document["format"] > FORMAT:
        raise EncoderError(
            f"This sentence encoder has format {document['format']}, and this version of Recollect "
            f"reads up to {FORMAT}. Update Recollect. {_REMEDY}"
        )
    return _MANIFEST.validate_python(document)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def damage_error(folder: Path, reason: str) -> EncoderError:
    """Return the error of a damaged folder, with the remedy."""
    return EncoderError(f"The sentence encoder in {folder} is damaged: {reason}. {_REMEDY}")
