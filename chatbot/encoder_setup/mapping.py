"""Weights of the sentence encoder in a file of their own, which processes map and share.

onnxruntime maps external weights into memory where it needs no other layout than the file has. It
lays the weights of multiplications out for the processor, in memory of each process, unless the
file has them in that layout already:
https://onnxruntime.ai/docs/performance/model-optimizations/graph-optimizations.html
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import onnxruntime

from chatbot.encoder.files import (
    GRAPH,
    MANIFEST,
    VECTORS,
    WEIGHTS,
    EncoderError,
    EncoderManifest,
    is_installed,
    load_manifest,
    sha256_of,
)
from chatbot.encoder.kinds import EncoderKind
from chatbot.encoder.sentence_encoder import SentenceEncoder, tokenizer_of
from chatbot.inference import open_session

SMALLEST_BYTES = 1024
"""Size from which a tensor goes into the file of weights."""


def answers(folder: Path) -> bool:
    """Return True for the published encoder, if it gives the right vectors on this machine."""
    try:
        SentenceEncoder.load(folder)
    except EncoderError:
        return False
    return is_installed(folder)


def map_encoder(folder: Path) -> None:
    """Lay out an installed encoder of a single file anew; a mapped encoder stays as it is."""
    folder = folder.resolve()
    with exclusive(folder.parent):
        manifest = load_manifest(folder)
        if manifest.weights:
            return

        def write(draft: Path) -> None:
            draft.mkdir(parents=True)
            name = manifest.kind.tokenizer
            shutil.copyfile(folder / name, draft / name)
            write_mapped(folder / GRAPH, manifest.kind, draft)
            if manifest.vectors:
                shutil.copyfile(folder / VECTORS, draft / VECTORS)
                kept = replace(load_manifest(draft), vectors=manifest.vectors)
                (draft / MANIFEST).write_text(kept.to_json(), encoding="utf-8")

        replace_encoder(folder, write)


def write_mapped(whole: Path, kind: EncoderKind, folder: Path) -> None:
    """Write graph, weights and manifest into a folder with a tokenizer, from a graph in one file.

    The fingerprint is that of the graph in one file: models trained with it go on working. The
    manifest has a vector of the graph in one file, which the new graph must give.
    """
    _write_graph(whole, folder)
    tokenizer = tokenizer_of(folder, kind)
    manifest = EncoderManifest(
        source=kind.source,
        graph=sha256_of(whole),
        tokenizer=sha256_of(folder / kind.tokenizer),
        mapped=sha256_of(folder / GRAPH),
        weights=sha256_of(folder / WEIGHTS),
        probe=SentenceEncoder(open_session(whole), tokenizer, "").probe(),
    )
    (folder / MANIFEST).write_text(manifest.to_json(), encoding="utf-8")
    SentenceEncoder.load(folder)


def _write_graph(whole: Path, folder: Path) -> None:
    """Write graph and weights into two files, as ONNX Runtime optimises them."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.optimized_model_filepath = str(folder / GRAPH)
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_EXTENDED
    for key, value in (
        ("optimized_model_external_initializers_file_name", WEIGHTS),
        ("optimized_model_external_initializers_min_size_in_bytes", str(SMALLEST_BYTES)),
        ("save_external_prepacked_constant_initializers", "1"),
    ):
        options.add_session_config_entry(f"session.{key}", value)
    onnxruntime.InferenceSession(whole, options, providers=["CPUExecutionProvider"])


def replace_encoder(folder: Path, write: Callable[[Path], None]) -> None:
    """Put a newly written folder in the place of `folder`, completely or not at all."""
    draft = folder.with_name(f".{folder.name}.draft")
    # A killed installation may have left a draft.
    shutil.rmtree(draft, ignore_errors=True)
    try:
        write(draft / "encoder")
        if folder.exists():
            folder.rename(draft / "replaced")
        (draft / "encoder").rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Lock `folder` against other installations; the lock ends with the process."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
