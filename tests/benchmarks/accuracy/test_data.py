"""Data sets in folders: contents, remarks, and errors of bad files."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from benchmarks.accuracy.data import DataError, LabelledTexts, load

TRAIN = [["where is it", "track"], ["track my order", "track"], ["hello", "Say Hello!"]]
TEST = [["where is my order", "track"], ["hi", "Say Hello!"], ["hello", "Say Hello!"]]


def write(folder: Path, **files: Sequence[object]) -> Path:
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return folder


def test_train_and_test_are_enough(tmp_path: Path) -> None:
    data = load(write(tmp_path, train=TRAIN, test=TEST), typos=False)
    assert data.name == tmp_path.name
    assert data.train.labels == ("track", "track", "Say Hello!")
    assert data.test.texts == ("where is my order", "hi", "hello")
    assert data.val == data.misspelt == LabelledTexts()
    assert data.out_of_scope == ()
    assert data.remarks == ("1 message of test that train holds, too",)


def test_messages_labelled_oos_are_out_of_scope_wherever_they_stand(tmp_path: Path) -> None:
    out_of_scope = [["what is the time", "oos"]]
    further = [["sing", "whatever"]]
    folder = write(tmp_path, train=TRAIN + out_of_scope, test=TEST + out_of_scope)
    write(folder, val=TEST[:1] + out_of_scope)
    data = load(write(folder, oos_test=further))
    assert "oos" not in {*data.train.labels, *data.val.labels, *data.test.labels}
    assert len(data.val) == 1
    assert data.out_of_scope == ("what is the time", "sing")
    assert "1 message left out of train, being blank or out of scope" in data.remarks


def test_blank_messages_are_asked_but_not_learnt(tmp_path: Path) -> None:
    blank = [["", "track"], [" \n", "other"]]
    data = load(write(tmp_path, train=TRAIN + blank, test=TEST + blank), typos=True)
    assert len(data.train) == 3
    assert data.test.texts[-2:] == data.misspelt.texts[-2:] == ("", " \n")
    assert "1 message of test whose intent train lacks" in data.remarks


@pytest.mark.parametrize("absolute", [True, False])
def test_another_file_can_be_learnt(tmp_path: Path, absolute: bool) -> None:
    folder = write(tmp_path, few=[*TRAIN[:1], ["bye", "bye"]], test=TEST)
    data = load(folder, folder / "few.json" if absolute else Path("few.json"))
    assert data.train.texts == ("where is it", "bye")
    assert data.name.endswith("/few.json")


def test_typing_errors_are_made_where_no_file_has_them(tmp_path: Path) -> None:
    folder = write(tmp_path, train=TRAIN, test=TEST)
    misspelt, test = load(folder, typos=True).misspelt, load(folder).test
    assert misspelt.labels == test.labels
    assert all(typo != text for typo, text in zip(misspelt.texts, test.texts, strict=True))
    write(folder, test_typo=[["whre is it", "track"], ["hmm", "oos"]])
    assert load(folder, typos=True).misspelt.texts == ("whre is it",)


def test_a_quick_look_is_at_messages_of_all_intents(tmp_path: Path) -> None:
    test = [[f"{word} {number}", word] for word in ("one", "two", "six") for number in range(100)]
    out_of_scope = [[f"foreign {number}", "oos"] for number in range(50)]
    data = load(write(tmp_path, train=TRAIN, test=test, oos_test=out_of_scope)).limited(30)
    assert len(data.test) == len(data.out_of_scope) == 30
    assert set(data.test.labels) == {"one", "two", "six"}
    assert data.limited(1000) == data


def test_half_a_character_does_no_harm(tmp_path: Path) -> None:
    data = load(write(tmp_path, train=[["ab \ud83d", "x"], ["cd", "y"]], test=TEST))
    assert data.train.texts[0] == "ab ?"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "train.json is not JSON (Expecting value"),
        (b'[["a", "b"],]', "train.json is not JSON ("),
        (b'{"intents": []}', "train.json holds no list at its top"),
        (b"[" * 100_000, "train.json is not JSON ("),
        (b'[["a", "b"], ["c"]]', 'Item 2 of {file} is ["c"]'),
        (b'[["a", 3]]', 'Item 1 of {file} is ["a", 3]'),
        (b'["' + b"a" * 500 + b'"]', "aaa…: expected is a JSON list of [text, label] pairs"),
        (b'[["caf\xe9", "b"]]', "train.json is not in UTF-8 (byte 6)"),
        (b"[]", "train.json holds texts of 0 intents, and two are the fewest"),
        (b'[["a", "b"], ["", "c"]]', "train.json holds texts of 1 intent, and two"),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_bad_file_is_named_with_what_is_expected(
    tmp_path: Path, content: bytes, message: str
) -> None:
    write(tmp_path, test=TEST)
    file = tmp_path / "train.json"
    file.write_bytes(content)
    with pytest.raises(DataError) as caught:
        load(tmp_path)
    sentence = str(caught.value)
    assert str(file) in sentence
    assert message.format(file=file) in sentence
    assert 'expected is a JSON list of [text, label] pairs, as in [["' in sentence


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"train\.json is missing: expected is a JSON list"):
        load(tmp_path)
    with pytest.raises(DataError, match=r"test\.json is missing"):
        load(write(tmp_path, train=TRAIN))


def test_a_test_of_nothing_but_foreign_messages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"test\.json holds no message with an intent"):
        load(write(tmp_path, train=TRAIN, test=[["hm", "oos"]]))
