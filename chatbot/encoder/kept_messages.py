"""Messages of the library with the vectors of their pieces, kept in the folder of the encoder.

Each bot is trained with the same messages off topic: to encode them takes seconds, a third of the
training of a small bot.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

FILE = "messages.npz"

_MOST = 3000
"""Messages from which on a file begins anew, instead of growing: of 20 kB each."""

Vectors = Mapping[str, NDArray[np.float16]]


def load_messages(folder: Path, fingerprint: str) -> Vectors:
    """Return vectors (pieces, PIECE_WIDTH) by text.

    There are none of another encoder than that of the `fingerprint`, of a missing file, and of a
    damaged one.
    """
    try:
        with (folder / FILE).open("rb") as stream, np.load(stream) as file:
            if file["fingerprint"].tobytes().decode("ascii") != fingerprint:
                return {}
            texts = file["texts"].tobytes().decode("utf-8").split("\n")
            parts = np.split(file["vectors"], file["ends"][:-1])
            return dict(zip(texts, parts, strict=True))
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return {}


def store_messages(folder: Path, fingerprint: str, kept: Vectors, new: Vectors) -> None:
    """Store vectors by text. A folder that cannot be written to is left as it is."""
    messages = {**kept, **new} if len(kept) + len(new) <= _MOST else new
    path = folder / FILE
    draft = path.with_name(f".{FILE}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            np.savez(
                file,
                fingerprint=np.frombuffer(fingerprint.encode("ascii"), np.uint8),
                texts=np.frombuffer("\n".join(messages).encode("utf-8"), np.uint8),
                ends=np.cumsum([len(vectors) for vectors in messages.values()]),
                vectors=np.concatenate(list(messages.values())),
            )
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
