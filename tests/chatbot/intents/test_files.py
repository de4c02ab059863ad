"""Intent files on disk."""

import json
import os
from pathlib import Path

import pytest

from chatbot.intents.errors import IntentsError
from chatbot.intents.files import LARGEST_FILE, intent_paths, write_file
from chatbot.intents.intent_set import IntentSet

HELLO = {"tag": "greeting", "patterns": ["hello"], "responses": ["Hi!"]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "intents.json"
    path.write_text("as it was", encoding="utf-8")
    return path


def test_a_written_file_keeps_its_mode_and_its_link(path: Path, tmp_path: Path) -> None:
    path.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(path)
    write_file(link, b"as it is")
    assert link.is_symlink()
    assert path.read_bytes() == b"as it is"
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_write_that_fails_leaves_the_old_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_space(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", no_space)
    with pytest.raises(OSError, match="No space left"):
        write_file(path, b"as it is")
    assert path.read_bytes() == b"as it was"
    assert list(path.parent.iterdir()) == [path]


def test_a_file_of_an_unlikely_size_is_not_read(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    with pytest.raises(IntentsError, match="more than 5 MB: divide it"):
        IntentSet.load(path)


def test_a_file_with_problems_does_not_load(path: Path) -> None:
    later = {**HELLO, "context_filter": "begun"}
    path.write_text(json.dumps({"intents": [HELLO, later]}), encoding="utf-8")
    with pytest.raises(IntentsError, match='The tag "greeting" is already at'):
        IntentSet.load(path)


def test_the_files_of_a_folder_are_those_that_hold_intents_by_name(tmp_path: Path) -> None:
    for name in ("b.json", "a.JSON", "intents.schema.json", ".b.json.swp", ".c.json", "notes.txt"):
        (tmp_path / name).write_text("{}", encoding="utf-8")
    assert [path.name for path in intent_paths(tmp_path)] == ["a.JSON", "b.json"]
    assert intent_paths(tmp_path / "notes.txt") == [tmp_path / "notes.txt"]


def test_an_empty_folder_and_a_missing_path_are_problems(tmp_path: Path) -> None:
    with pytest.raises(
        IntentsError, match=r"There are no intent files \(\*\.json\) in this folder"
    ):
        intent_paths(tmp_path)
    with pytest.raises(IntentsError, match="There is no such file or folder: check the path"):
        intent_paths(tmp_path / "nowhere")


def test_a_name_that_no_file_can_have_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(IntentsError, match="cannot be read"):
        intent_paths(tmp_path / ("x" * 5000))


@pytest.mark.parametrize("kind", ["folder", "broken link", "pipe"])
def test_what_cannot_be_read_as_a_file_is_a_problem(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "odd.json"
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(tmp_path / "gone")
    with pytest.raises(IntentsError, match=r"odd\.json: This cannot be read \(") as caught:
        IntentSet.load(tmp_path)
    assert len(caught.value.problems) == 1


def test_a_file_is_named_as_a_person_in_the_folder_would(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.write_text("[]", encoding="utf-8")
    monkeypatch.chdir(path.parent.parent)
    with pytest.raises(IntentsError) as caught:
        IntentSet.load(path)
    assert caught.value.problems[0].file == f"{path.parent.name}/intents.json"


def test_a_name_in_another_encoding_can_be_printed(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.json"))
    path.write_text("[]", encoding="utf-8")
    with pytest.raises(IntentsError) as caught:
        IntentSet.load(path)
    assert str(caught.value).encode()
