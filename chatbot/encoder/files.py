"""Folder of a sentence encoder: graph, weights, tokenizer, and a manifest with checksums."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from chatbot.encoder.kinds import (
    ENCODERS,
    ENGLISH_ENCODER,
    MULTILINGUAL_ENCODER,
    EncoderKind,
    kind_of,
)
from chatbot.errors import ExplainedError
from chatbot.home import HOME
from chatbot.text.sentence import Sentence, sentence

FORMAT = 2
"""Version of the folder's layout, raised with every change unreadable to older versions."""

GRAPH = "encoder.onnx"
WEIGHTS = "encoder.weights"
TOKENIZER = ENGLISH_ENCODER.tokenizer
VECTORS = "vectors.bin"
MANIFEST = "encoder.json"
WEIGHTS_SHA256 = ENGLISH_ENCODER.source
"""SHA-256 of the published weights of the English encoder."""

DIMENSION = 384
"""Length of the vector of a word piece."""

FOLDER_VARIABLE = "RECOLLECT_ENCODER"
DEFAULT_FOLDER = HOME / "encoder"


class EncoderError(ExplainedError, ValueError):
    """Error: unusable sentence encoder, with a sentence for the reason."""


class EncoderMissingError(EncoderError):
    """Error: folder without a sentence encoder."""


@dataclass(frozen=True, slots=True)
class EncoderManifest:
    """Checksums (SHA-256) of the published weights, `source`, and of the files in the folder.

    `graph` is the fingerprint of the encoder: the checksum of the graph with the weights in one
    file. Since format 2, `mapped` and `weights` are the checksums of graph and weights, and `probe`
    is a vector that they must give on this machine. `vectors` is empty until the
    vectors of pieces without context are made.
    """

    source: str
    graph: str
    tokenizer: str
    mapped: str = ""
    weights: str = ""
    probe: tuple[float, ...] = ()
    dimension: int = DIMENSION
    vectors: str = ""
    format: int = FORMAT

    @property
    def files(self) -> dict[str, str]:
        """Checksums by the names of the files."""
        graph = {GRAPH: self.mapped, WEIGHTS: self.weights} if self.weights else {GRAPH: self.graph}
        return graph | {self.kind.tokenizer: self.tokenizer}

    @property
    def mapped_files(self) -> tuple[str, ...]:
        """Names of the files that stay mapped into memory while the encoder is used."""
        weights = (WEIGHTS,) if self.weights else ()
        table = (self.kind.tokenizer,) if self.kind == MULTILINGUAL_ENCODER else ()
        return weights + table

    @property
    def kind(self) -> EncoderKind:
        """Encoder in the folder, the English one if it is none of the published."""
        is_other = self.source == MULTILINGUAL_ENCODER.source
        return MULTILINGUAL_ENCODER if is_other else ENGLISH_ENCODER

    def to_json(self) -> str:
        """Return the text of the manifest file."""
        return json.dumps(asdict(self), indent=2) + "\n"


_MANIFEST = TypeAdapter(EncoderManifest)


@dataclass(frozen=True, slots=True)
class MappedFile:
    """File that is mapped into memory: what is written over it is read from then on.

    A file that was deleted, or replaced by another one, stays in memory as it was.
    """

    path: Path
    state: tuple[int, int, int]

    @classmethod
    def of(cls, path: Path) -> MappedFile:
        """Return the file as it is now; raises OSError."""
        return cls(path, _state(path))

    @property
    def has_changed(self) -> bool:
        """True if the file itself was written to."""
        try:
            state = _state(self.path)
        except OSError:
            return False
        return state[0] == self.state[0] and state != self.state


def _state(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    # A program that copies may restore the time of modification, but none sets that of change.
    return status.st_ino, status.st_size, status.st_ctime_ns


def encoder_folder(kind: EncoderKind = ENGLISH_ENCODER) -> Path:
    """Return the folder of an encoder.

    That of the English one is in the environment variable, or the default folder in the project.
    """
    return kind.folder(Path(os.environ.get(FOLDER_VARIABLE, "").strip() or DEFAULT_FOLDER))


def load_manifest(folder: Path) -> EncoderManifest:
    """Return the manifest of a folder, with all files verified by checksums.

    Raises EncoderMissingError for an empty or missing folder, EncoderError for a damaged folder.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        raise _missing_error(folder)
    try:
        manifest = _read_manifest(json.loads((folder / MANIFEST).read_bytes()))
        for name, expected in manifest.files.items():
            if sha256_of(folder / name) != expected:
                raise damage_error(
                    folder, sentence("its %(file)s is not the one that was installed", file=name)
                )
    except OSError as error:
        missing = Path(error.filename or folder).name
        raise unreadable_error(folder, missing, error) from error
    except EncoderError:
        raise
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise damage_error(folder, sentence("its %(file)s is unreadable", file=MANIFEST)) from error
    return manifest


def _missing_error(folder: Path) -> EncoderMissingError:
    kind = kind_of(folder)
    return EncoderMissingError(
        sentence(
            "There is no %(encoder)s in %(folder)s. Get it with: %(command)s",
            encoder=kind.title,
            folder=folder,
            command=kind.command,
        )
    )


def folder_with(fingerprint: str) -> Path:
    """Return the folder of the encoder with a graph, or that where it belongs."""
    for kind in ENCODERS:
        folder = encoder_folder(kind)
        if fingerprint in (kind.fingerprint, _fingerprint(folder)):
            return folder
    return encoder_folder()


def _fingerprint(folder: Path) -> str:
    """Fingerprint in a manifest, with no file verified; "" for an unreadable one."""
    try:
        return _read_manifest(json.loads((folder / MANIFEST).read_bytes())).graph
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return ""


def is_installed(folder: Path) -> bool:
    """Return True for a folder with the undamaged encoder that belongs there, as published."""
    try:
        return load_manifest(folder).source == kind_of(folder).source
    except EncoderError:
        return False


def _read_manifest(document: Any) -> EncoderManifest:
    if document["format"] > FORMAT:
        raise EncoderError(
            sentence(
                "This sentence encoder has format %(format)s, and this version of Recollect reads"
                " up to %(most)d. Update Recollect, or install the encoder again.",
                format=document["format"],
                most=FORMAT,
            )
        )
    return _MANIFEST.validate_python(document)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def damage_error(folder: Path, reason: Sentence) -> EncoderError:
    """Return the error of a damaged folder, with the remedy."""
    kind = kind_of(folder)
    return EncoderError(
        sentence(
            "The %(encoder)s in %(folder)s is damaged: %(reason)s. Install it again with:"
            " %(command)s",
            encoder=kind.title,
            folder=folder,
            reason=reason,
            command=kind.command,
        )
    )


def unreadable_error(folder: Path, name: str, error: OSError) -> EncoderError:
    """Return the error of a file in a folder that cannot be read."""
    reason = sentence("%(file)s cannot be read: %(reason)s", file=name, reason=error.strerror)
    return damage_error(folder, reason)
