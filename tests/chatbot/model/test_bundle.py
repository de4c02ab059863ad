"""An archive comes back as it went, or not at all."""

import io
import json
import pickletools
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from chatbot.model.architectures import NetworkOptions
from chatbot.model.bundle import (
    CALIBRATION,
    COVERAGE,
    FEATURES,
    FORMAT,
    GRAPH,
    KERAS,
    METADATA,
    PARTS,
    PATTERNS,
    TOPIC,
    Bundle,
    BundleError,
    DamagedBundleError,
    Metadata,
    Metrics,
    NewerBundleError,
    OlderBundleError,
)

METADATA_OF_TINY = Metadata(
    fingerprint="f" * 64,
    language="english",
    seed=7,
    created_at="2026-01-02T03:04:05+00:00",
    versions={"numpy": "2.2"},
    metrics=Metrics(held_out_messages=4, held_out_accuracy=0.75, tests=3, epochs=2, seconds=1.5),
)
TINY_PARTS = {
    **{name: f"the {name} of a bundle".encode() * 10 for name in PARTS},
    GRAPH: np.random.default_rng(1).bytes(500),
}
TINY = Bundle(METADATA_OF_TINY, TINY_PARTS)
ARCHIVE = TINY.to_bytes()


def rezipped(**changes: bytes | None) -> bytes:
    """The archive with other contents of some members; None leaves a member out."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(ARCHIVE)) as old, zipfile.ZipFile(stream, "w") as new:
        members = {name: old.read(name) for name in old.namelist()} | changes
        for name, data in members.items():
            if data is not None:
                new.writestr(name, data)
    return stream.getvalue()


def with_metadata(**changes: Any) -> bytes:
    with zipfile.ZipFile(io.BytesIO(ARCHIVE)) as archive:
        metadata = json.loads(archive.read(METADATA))
    return rezipped(**{METADATA: json.dumps(metadata | changes).encode()})


def refusal(archive: bytes) -> str:
    """Message of the error."""
    with pytest.raises(BundleError) as caught:
        Bundle.from_bytes(archive)
    message = str(caught.value)
    assert message.startswith("This model archive ")
    assert message.endswith(".")
    assert "rain the model again" in message
    return message


def test_a_bundle_comes_back_byte_by_byte() -> None:
    loaded = Bundle.from_bytes(ARCHIVE)
    assert loaded.parts == TINY_PARTS
    assert replace(loaded.metadata, sha256={}) == METADATA_OF_TINY
    assert loaded.to_bytes() == ARCHIVE
    assert TINY.to_bytes() == ARCHIVE


def test_a_trained_bundle_comes_back_byte_by_byte(bundle: Bundle, tmp_path: Path) -> None:
    bundle.save(tmp_path / "folder" / "small.bundle")
    loaded = Bundle.load(tmp_path / "folder" / "small.bundle")
    assert loaded.parts == bundle.parts
    assert loaded.to_bytes() == bundle.to_bytes()


@pytest.mark.parametrize("archive", [b"", b"PK", b"\x1f\x8b gzip", b"{}", ARCHIVE[:-1]])
def test_what_is_no_archive_is_refused(archive: bytes) -> None:
    assert "cannot be unpacked" in refusal(archive)


def test_an_archive_cut_off_anywhere_is_refused() -> None:
    for length in range(0, len(ARCHIVE), 7):
        refusal(ARCHIVE[:length])


def test_a_trained_archive_cut_off_anywhere_is_refused(bundle: Bundle) -> None:
    archive = bundle.to_bytes()
    for length in np.linspace(0, len(archive) - 1, 20, dtype=int):
        refusal(archive[:length])


@pytest.mark.parametrize("mask", [0x01, 0x08, 0x80, 0xFF])
def test_a_changed_byte_anywhere_is_refused_or_without_effect(mask: int) -> None:
    """Some bytes of a ZIP archive say nothing about its parts: dates, for one."""
    whole = Bundle.from_bytes(ARCHIVE)
    for position in range(len(ARCHIVE)):
        altered = _flipped(ARCHIVE, position, mask)
        try:
            loaded = Bundle.from_bytes(altered)
        except DamagedBundleError as error:
            assert str(error).endswith(".")  # noqa: PT017 - most bytes matter, not all
        else:
            assert loaded == whole


@pytest.mark.parametrize("part", [GRAPH, KERAS])
def test_a_changed_byte_of_the_trained_weights_is_refused(part: str, bundle: Bundle) -> None:
    archive = bundle.to_bytes()
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        info = opened.getinfo(part)
    start = info.header_offset + 30 + len(part)
    for position in np.linspace(start, start + info.compress_size - 1, 5, dtype=int):
        refusal(_flipped(archive, position, 0x10))


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_part_is_named(part: str) -> None:
    assert f"{part} is missing" in refusal(rezipped(**{part: None}))


@pytest.mark.parametrize("part", PARTS)
def test_an_exchanged_part_is_named(part: str) -> None:
    assert f"{part} is not the one that was stored" in refusal(rezipped(**{part: b"another"}))


def test_a_smuggled_part_is_refused() -> None:
    assert "extra.pkl is not the one" in refusal(rezipped(**{"extra.pkl": b"cos\nsystem"}))


@pytest.mark.parametrize(
    "metadata",
    [None, b"", b"{", b"[]", b"null", b"{}", b'{"format": "1"}', b'{"format": 3}', b"\xff"],
)
def test_missing_or_broken_metadata_is_damage(metadata: bytes | None) -> None:
    assert METADATA in refusal(rezipped(**{METADATA: metadata}))


def test_deeply_nested_metadata_is_damage() -> None:
    assert METADATA in refusal(rezipped(**{METADATA: b"[" * 200_000}))


@pytest.mark.parametrize("changes", [{"seed": "many"}, {"metrics": 1}, {"language": None}])
def test_metadata_of_the_wrong_types_is_damage(changes: dict[str, Any]) -> None:
    assert METADATA in refusal(with_metadata(**changes))


def test_a_newer_format_says_what_to_do() -> None:
    archive = with_metadata(format=FORMAT + 1, metrics="something new", another="key")
    with pytest.raises(NewerBundleError, match=rf"format {FORMAT + 1},.*Update Recollect"):
        Bundle.from_bytes(archive)


@pytest.mark.parametrize("metadata", [{}, {"metrics": "of old", "guard": 0.5}])
def test_an_older_format_says_what_to_do(metadata: dict[str, Any]) -> None:
    """Whatever parts it has: it had a guard, and no calibration."""
    archive = rezipped(
        **{METADATA: json.dumps({"format": 1, **metadata}).encode(), CALIBRATION: None}
    )
    with pytest.raises(
        OlderBundleError, match=r"format 1,.* reads format 3 and later\. Train .* flask train"
    ):
        Bundle.from_bytes(archive)


def test_a_bundle_may_have_the_vectors_of_its_patterns(pretrained_bundle: Bundle) -> None:
    loaded = Bundle.from_bytes(pretrained_bundle.to_bytes())
    assert set(loaded.parts) == {*PARTS, PATTERNS, TOPIC, COVERAGE}
    assert loaded.parts == pretrained_bundle.parts
    assert len(loaded.metadata.encoder) == 64


def test_an_archive_that_claims_to_be_enormous_is_not_unpacked() -> None:
    info = zipfile.ZipFile(io.BytesIO(ARCHIVE)).getinfo(GRAPH)
    claimed = info.file_size.to_bytes(4, "little")
    assert ARCHIVE.rfind(claimed) > 0
    directory = ARCHIVE.rfind(b"PK\x01\x02", 0, ARCHIVE.rfind(GRAPH.encode()))
    at = ARCHIVE.index(claimed, directory + 24)
    assert "1 GB" in refusal(ARCHIVE[:at] + b"\xff\xff\xff\x7f" + ARCHIVE[at + 4 :])


def test_an_archive_that_unpacks_to_more_than_it_claims_is_not_unpacked() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_BZIP2) as archive:
        archive.writestr(METADATA, bytes(1 << 20))
    bomb = bytearray(stream.getvalue())
    claimed = bomb.rindex(b"PK\1\2") + 24
    bomb[claimed : claimed + 4] = (100).to_bytes(4, "little")
    with pytest.raises(DamagedBundleError, match="packed in a way"):
        Bundle.from_bytes(bytes(bomb))


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match=r"none\.bundle cannot be read: No such file"):
        Bundle.load(tmp_path / "none.bundle")
    with pytest.raises(BundleError, match="cannot be read"):
        Bundle.load(tmp_path)


def test_saving_replaces_the_file_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "model.bundle"
    path.write_bytes(b"old")
    TINY.save(path)
    assert path.read_bytes() == ARCHIVE
    assert list(tmp_path.iterdir()) == [path]


def test_saving_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "model.bundle"
    TINY.save(path)
    unwritable = Bundle(METADATA_OF_TINY, {**TINY_PARTS, FEATURES: "text"})  # type: ignore[dict-item]
    with pytest.raises(TypeError):
        unwritable.save(path)
    assert path.read_bytes() == ARCHIVE
    assert list(tmp_path.iterdir()) == [path]


def test_saving_over_a_folder_leaves_nothing_beside_it(tmp_path: Path) -> None:
    (tmp_path / "model.bundle").mkdir()
    with pytest.raises(OSError, match=r"model\.bundle"):
        TINY.save(tmp_path / "model.bundle")
    assert [path.name for path in tmp_path.iterdir()] == ["model.bundle"]


def test_nothing_in_a_trained_bundle_executes(bundle: Bundle) -> None:
    contents = dict(bundle.parts)
    assert set(contents) == {*PARTS, COVERAGE}
    with zipfile.ZipFile(io.BytesIO(contents.pop(KERAS))) as keras_file:
        contents |= {f"{KERAS}/{name}": keras_file.read(name) for name in keras_file.namelist()}
    for name, data in contents.items():
        assert not name.endswith((".pkl", ".pickle", ".joblib", ".npy", ".py")), name
        assert not _is_pickle(data), name
    assert b"Lambda" not in contents[f"{KERAS}/config.json"]


def _is_pickle(data: bytes) -> bool:
    try:
        return any(opcode.name == "STOP" for opcode, *_ in pickletools.genops(data))
    except Exception:
        return False


def _flipped(archive: bytes, position: int, mask: int) -> bytes:
    altered = bytearray(archive)
    altered[position] ^= mask
    return bytes(altered)


def test_a_bundle_from_before_networks_had_names_has_the_usual_one() -> None:
    with zipfile.ZipFile(io.BytesIO(ARCHIVE)) as archive:
        metadata = json.loads(archive.read(METADATA))
    del metadata["architecture"], metadata["options"]
    loaded = Bundle.from_bytes(rezipped(**{METADATA: json.dumps(metadata).encode()}))
    assert loaded.metadata.architecture == "wide_deep"
    assert loaded.metadata.options == NetworkOptions()


def test_a_bundle_tells_its_network() -> None:
    metadata = replace(METADATA_OF_TINY, architecture="lstm", options=NetworkOptions(units=7))
    loaded = Bundle.from_bytes(Bundle(metadata, TINY_PARTS).to_bytes()).metadata
    assert (loaded.architecture, loaded.options) == ("lstm", NetworkOptions(units=7))
