"""Conversion of the multilingual encoder's published file: a graph, and a table of pieces."""

from __future__ import annotations

from chatbot.encoder.unigram_table import table_bytes
from chatbot.encoder_setup.multilingual_file import MultilingualFile
from chatbot.encoder_setup.multilingual_graph import build_multilingual

MULTILINGUAL_REFERENCE = {
    "Where is my parcel?": (
        (-0.41, -0.018, 0.16, -0.151, 0.257, 0.118),
        (-0.29, 0.114, 0.236, -0.109, 0.148, -0.121),
    ),
    "Ich möchte ein Paar Stiefel zurückgeben, das ich letzte Woche gekauft habe.": (
        (0.069, 0.158, 0.993, -0.06, 0.362, 0.271),
        (0.344, -0.1, 0.97, -0.14, 0.548, -0.03),
    ),
    "我的包裹在哪里？ 🙂": (
        (0.125, 0.234, -0.186, 0.369, 0.505, -0.039),
        (0.457, 0.279, -0.05, 0.31, 0.463, -0.292),
    ),
}
"""First numbers of the mean vectors of both outputs, by a forward pass in NumPy without rounding.

The graph rounds what its matrices are multiplied with, and differs by up to 0.04.
"""


def convert_multilingual(data: bytes) -> tuple[bytes, bytes]:
    """Return the graph and the table of pieces, made from the published file."""
    file = MultilingualFile.of(data)
    # Special pieces, such as <mask>, have no score: nobody can type them.
    pieces = {piece: i for i, piece in enumerate(file.pieces) if file.scores[i] < 0}
    return build_multilingual(file), table_bytes(pieces, file.scores.tolist(), file.rules)
