"""Weights to be mapped: the same vectors from less memory, also of an encoder installed earlier."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load

from chatbot.encoder.files import (
    GRAPH,
    MANIFEST,
    TOKENIZER,
    VECTORS,
    WEIGHTS,
    WEIGHTS_SHA256,
    EncoderError,
    load_manifest,
    sha256_of,
)
from chatbot.encoder.sentence_encoder import SentenceEncoder
from chatbot.encoder_setup.download import read_source
from chatbot.encoder_setup.graph import build_encoder
from chatbot.encoder_setup.mapping import answers, map_encoder

MESSAGES = ["", "hello", "Where is my parcel?", "I would like to return the boots " * 20]


@pytest.fixture(scope="module")
def earlier_folder(encoder_wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return an encoder of format 1: a graph with the weights in it."""
    folder = tmp_path_factory.mktemp("earlier") / "encoder"
    folder.mkdir()
    published = read_source(encoder_wheel)
    (folder / GRAPH).write_bytes(build_encoder(load(published.weights)))
    (folder / TOKENIZER).write_bytes(published.tokenizer)
    manifest = {
        "source": WEIGHTS_SHA256,
        "graph": sha256_of(folder / GRAPH),
        "tokenizer": sha256_of(folder / TOKENIZER),
        "dimension": 384,
        "format": 1,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def test_an_encoder_of_an_earlier_release_works_and_is_mapped_by_the_installation(
    earlier_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(earlier_folder, tmp_path / "lib" / "encoder"))
    before = SentenceEncoder.load(folder)
    assert answers(folder)
    map_encoder(folder)
    after = SentenceEncoder.load(folder)
    assert after.fingerprint == before.fingerprint, "models trained with it go on working"
    for message in MESSAGES:
        vectors = before.encode(message).layers, after.encode(message).layers
        assert np.allclose(*vectors, rtol=0, atol=2e-5)
    assert {path.name for path in folder.iterdir()} == {GRAPH, MANIFEST, TOKENIZER, WEIGHTS}
    assert [path.name for path in folder.parent.iterdir()] == ["encoder"]
    written = (folder / WEIGHTS).stat().st_mtime_ns
    map_encoder(folder)
    assert (folder / WEIGHTS).stat().st_mtime_ns == written


def test_vectors_of_pieces_stay_when_the_weights_are_laid_out_anew(
    earlier_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(earlier_folder, tmp_path / "encoder"))
    (folder / VECTORS).write_bytes(b"vectors")
    vectors = sha256_of(folder / VECTORS)
    manifest = json.loads((folder / MANIFEST).read_text()) | {"vectors": vectors}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    map_encoder(folder)
    assert load_manifest(folder).vectors == vectors == sha256_of(folder / VECTORS)


def test_the_weights_are_mapped_and_no_process_copies_them(mapped_folder: Path) -> None:
    encoder = SentenceEncoder.load(mapped_folder)
    encoder.encode("hello")
    maps = Path("/proc/self/smaps").read_text(encoding="utf-8").split("VmFlags")
    mapped = [part for part in maps if f"{mapped_folder}/{WEIGHTS}" in part]
    sizes = [int(part.partition("Rss:")[2].split()[0]) for part in mapped]
    assert sum(sizes) > 20_000, "kilobytes"
    assert (mapped_folder / GRAPH).stat().st_size < 100_000


def test_a_layout_of_another_machine_is_refused_with_a_remedy(
    mapped_folder: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(mapped_folder, tmp_path / "encoder"))
    probe = (0.5, *load_manifest(folder).probe[1:])
    manifest = json.loads((folder / MANIFEST).read_text()) | {"probe": probe}
    (folder / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(EncoderError, match=r"another processor or onnxruntime\. Install it again"):
        SentenceEncoder.load(folder)
    assert not answers(folder)
