"""Bundle: a trained model as a single archive, without executable content."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tempfile
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from chatbot.errors import ExplainedError
from chatbot.model.architectures import FROM_SCRATCH, NetworkOptions
from chatbot.text.sentence import Sentence, sentence

FORMAT = 6
"""Version of the archive's layout; raised when older readers cannot answer from new archives."""

OLDEST_FORMAT = 3
"""Oldest version still readable.

Format 4 may have a table of vectors, format 5 a tagger of learnt entities, and format 6 has weights
of scores.
"""

METADATA = "metadata.json"
GRAPH = "model.onnx"
KERAS = "model.keras"
FEATURES = "features.json"
LABELS = "labels.json"
CALIBRATION = "calibration.json"
INTENTS = "intents.json"
PATTERNS = "patterns.f16"
"""Sentence vectors of the patterns, where the network reads word pieces."""

TOPIC = "topic.f32"
"""Head over sentence vectors for the scope of messages, where the network reads word pieces."""

COVERAGE = "coverage.json"
"""Words that each intent knows; no part of bundles of earlier versions."""

VECTORS = "vectors.bin"
"""Vectors of word pieces, where the network reads them without the sentence encoder."""

TAGGER, TAGGER_FEATURES, TAGGER_VECTORS = "tagger.onnx", "tagger.json", "tagger_vectors.bin"
"""Graph and features of the tagger, where entities are learnt, and vectors of word pieces."""

PARTS = (GRAPH, KERAS, FEATURES, LABELS, CALIBRATION, INTENTS)

_MAX_BYTES = 1 << 30
# Other methods unpack more than a part claims to hold: 400 bytes become gigabytes.
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,  # an encrypted part, or one packed in a way that zipfile does not know
)


class BundleError(ExplainedError, ValueError):
    """Error: unusable archive. The message is a sentence with the reason."""


class DamagedBundleError(BundleError):
    """Error: archive truncated, altered or not a bundle at all."""


class NewerBundleError(BundleError):
    """Error: archive of a newer version of Recollect."""


class OlderBundleError(BundleError):
    """Error: archive of a version of Recollect with another way of answering."""


@dataclass(frozen=True)
class Metrics:
    """Figures of a training: shares from 0 to 1, and seconds.

    The accuracies of student and teacher are those on the same held-out messages; None for a
    network without a teacher. `held_out_values_f1` is that of learnt entities, None without any or
    with few patterns that have marks.
    """

    held_out_messages: int = 0
    held_out_accuracy: float | None = None
    tests: int = 0
    tests_failed: int = 0
    epochs: int = 0
    seconds: float = 0.0
    student_accuracy: float | None = None
    teacher_accuracy: float | None = None
    held_out_values: int = 0
    held_out_values_f1: float | None = None


@dataclass(frozen=True)
class Metadata:
    """Origin of a bundle. `sha256` holds the checksum of each part by name.

    `encoder` is the fingerprint of the sentence encoder used by the network, if any.
    """

    fingerprint: str
    language: str
    seed: int
    created_at: str
    architecture: str = FROM_SCRATCH
    options: NetworkOptions = field(default_factory=NetworkOptions)
    encoder: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    metrics: Metrics = field(default_factory=Metrics)
    sha256: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT


_METADATA = TypeAdapter(Metadata)


@dataclass(frozen=True)
class Bundle:
    """Parts of an archive by name, and the metadata."""

    metadata: Metadata
    parts: Mapping[str, bytes]

    def text(self, part: str) -> str:
        """Return the text of a part."""
        return self.parts[part].decode()

    def to_bytes(self) -> bytes:
        """Return the archive; the same bundle gives the same bytes."""
        checksums = {name: hashlib.sha256(data).hexdigest() for name, data in self.parts.items()}
        metadata = json.dumps(asdict(replace(self.metadata, sha256=checksums)), indent=2)
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, data in {METADATA: metadata.encode(), **self.parts}.items():
                # Weights hardly shrink, and a model should load at once: text alone is deflated.
                packed = name.endswith(".json")
                archive.writestr(
                    zipfile.ZipInfo(name, _EPOCH),
                    data,
                    zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED,
                )
        return stream.getvalue()

    @classmethod
    def from_bytes(cls, archive: bytes) -> Bundle:
        """Return the bundle in `archive`. Raises BundleError."""
        try:
            with zipfile.ZipFile(io.BytesIO(archive)) as opened:
                if any(info.compress_type not in _COMPRESSIONS for info in opened.infolist()):
                    raise ValueError("it is packed in a way that bundles are not")
                if sum(info.file_size for info in opened.infolist()) > _MAX_BYTES:
                    raise ValueError("it would be over 1 GB")
                parts = {name: opened.read(name) for name in opened.namelist()}
        except _UNPACKING_ERRORS as error:
            raise _damaged(sentence("it cannot be unpacked (%(error)s)", error=error)) from error
        metadata = _read_metadata(parts.pop(METADATA, b""))
        for name in PARTS:
            if name not in parts:
                raise _damaged(sentence("its part %(file)s is missing", file=name))
        for name, data in parts.items():
            if hashlib.sha256(data).hexdigest() != metadata.sha256.get(name):
                raise _damaged(
                    sentence("its part %(file)s is not the one that was stored", file=name)
                )
        return cls(metadata, parts)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the archive to `path`, whole or not at all."""
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(self.to_bytes())
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Bundle:
        """Return the bundle in a file. Raises BundleError, also when there is no such file."""
        try:
            return cls.from_bytes(Path(path).read_bytes())
        except OSError as error:
            raise BundleError(f"The model file {path} cannot be read: {error.strerror}.") from error


def _read_metadata(text: bytes) -> Metadata:
    try:
        values = json.loads(text)
        _require_format(values["format"])
        return _METADATA.validate_python(values)
    except (NewerBundleError, OlderBundleError):
        raise
    except (KeyError, TypeError, ValueError, RecursionError, ValidationError) as error:
        raise _damaged(sentence("its %(file)s is missing or unreadable", file=METADATA)) from error


def _require_format(number: int) -> None:
    if number > FORMAT:
        raise NewerBundleError(
            sentence(
                "This model archive has format %(format)s, and this version of Recollect reads"
                " up to %(most)d. Update Recollect, or train the model again.",
                format=number,
                most=FORMAT,
            )
        )
    if number < OLDEST_FORMAT:
        raise OlderBundleError(
            sentence(
                "This model archive has format %(format)s, and this version of Recollect reads"
                " format %(least)d and later. Train the model again with: flask train",
                format=number,
                least=OLDEST_FORMAT,
            )
        )


def _damaged(reason: Sentence) -> DamagedBundleError:
    return DamagedBundleError(
        sentence(
            "This model archive is damaged: %(reason)s. Train the model again or restore the file.",
            reason=reason,
        )
    )
