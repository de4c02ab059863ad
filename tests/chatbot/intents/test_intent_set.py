"""Loading intents, and the set of them."""

import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import Intent, IntentSet

TEXTS = st.lists(st.text(min_size=1), max_size=3).map(tuple)
INTENT_SETS = st.lists(
    st.builds(
        Intent,
        tag=st.text(min_size=1),
        patterns=TEXTS,
        responses=TEXTS,
        context_set=TEXTS,
        context_filter=TEXTS,
        description=st.text(),
        tests=TEXTS,
    ),
    max_size=4,
    unique_by=lambda intent: intent.tag,
).map(lambda intents: IntentSet(tuple(intents)))

ORDER = Intent(
    tag="order_status",
    patterns=("where is my parcel", "track order"),
    responses=("On its way!",),
    context_set=("order",),
    description="Asks for an order.",
    tests=("wheres my order",),
)


def write(path: Path, *intents: Any) -> Path:
    path.write_text(json.dumps({"intents": intents}, indent=2), encoding="utf-8")
    return path


def test_a_file_becomes_intents(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.json",
        {
            "tag": " order_status ",
            "patterns": ["where is my parcel", "track order"],
            "responses": ["On its way!"],
            "context_set": "order",
            "context_filter": "",
            "description": "Asks for an order.",
            "tests": ["wheres my order"],
            "author": "Ada",
        },
        {"tag": "thanks", "patterns": ["ta"], "context_set": [""], "context_filter": ["a", "b "]},
    )
    assert list(IntentSet.load(path)) == [
        ORDER,
        Intent("thanks", ("ta",), context_set=("",), context_filter=("a", "b")),
    ]


def test_the_files_of_a_folder_are_merged_in_name_order(tmp_path: Path) -> None:
    write(tmp_path / "b.json", {"tag": "last", "patterns": ["bye"]})
    write(
        tmp_path / "a.json",
        {"tag": "first", "patterns": ["hi"]},
        {"tag": "second", "patterns": ["x"]},
    )
    (tmp_path / "intents.schema.json").write_text("{}", encoding="utf-8")
    assert [intent.tag for intent in IntentSet.load(tmp_path)] == ["first", "second", "last"]


def test_the_same_pattern_in_two_intents_loads(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.json", {"tag": "a", "patterns": ["x"]}, {"tag": "b", "patterns": ["x"]}
    )
    assert len(IntentSet.load(path)) == 2


def test_every_problem_of_every_file_is_told_in_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "intents"
    folder.mkdir()
    waiting = {"tag": "hi", "patterns": ["hello"], "context_filter": "x"}
    write(folder / "c.json", waiting, {"patterns": [True]})
    write(folder / "a.json", {"tag": "hi", "patterns": ["hello"]})
    (folder / "b.json").write_text('{"intents": [{"tag": "b" "patterns": ["c",]}', encoding="utf-8")
    (folder / "d.json").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(IntentsError) as caught:
        IntentSet.load(Path("intents"))
    assert str(caught.value).splitlines() == [
        "intents/b.json:1:25: /intents/0: There is no comma between two items: add it here.",
        "intents/b.json:1:42: /intents/0/patterns: There is a comma after the last item: "
        "remove it.",
        "intents/b.json:1:45: /intents: The file ends before the [ of line 1 is closed: "
        "add ]} where it belongs.",
        'intents/c.json:4:14: /intents/0/tag: The tag "hi" is already at intents/a.json:4:14. '
        "Rename one of the two intents, or join them.",
        'intents/c.json:10:5: /intents/1: This intent has no tag; it has the key "patterns". '
        'Add "tag": "a_name".',
        "intents/c.json:12:9: /intents/1/patterns/0: A pattern is a text in double quotes, "
        "but here is true: write a text.",
        "intents/d.json: This cannot be read (not a file): check what it is and its permissions.",
        "7 problems in 3 files.",
    ]


def test_a_set_that_recognises_nothing_does_not_load(tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", {"tag": "fallback", "responses": ["Pardon?"]})
    with pytest.raises(IntentsError, match="nothing to recognise"):
        IntentSet.load(path)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_bytes_at_all_upset_the_loading(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a.json")
        path.write_bytes(data)
        with pytest.raises(IntentsError) as caught:
            IntentSet.load(path)
    assert all(problem.line and problem.column for problem in caught.value.problems)


def test_the_time_to_load_grows_with_the_set_and_not_with_its_square(tmp_path: Path) -> None:
    small, large = (load_seconds(tmp_path, intents) for intents in (40, 320))
    assert large < 16 * small


def load_seconds(folder: Path, intents: int) -> float:
    """Shortest of five times, of the processor, to load so many intents of 25 patterns."""
    path = write(
        folder / f"{intents}.json",
        *(
            {"tag": f"intent {n}", "patterns": [f"pattern {n} {m} of it" for m in range(25)]}
            for n in range(intents)
        ),
    )
    seconds = []
    for _ in range(5):
        start = time.process_time()
        IntentSet.load(path)
        seconds.append(time.process_time() - start)
    return min(seconds)


def test_an_intent_is_found_by_its_tag() -> None:
    intents = IntentSet((ORDER, Intent("thanks")))
    assert intents.get("order_status") is ORDER
    assert intents.get("unknown") is None
    assert len(intents) == 2


def test_a_set_holds_no_tag_twice() -> None:
    with pytest.raises(ValueError, match="the same tag"):
        IntentSet((ORDER, ORDER))


@given(INTENT_SETS)
def test_a_snapshot_gives_an_equal_set(intents: IntentSet) -> None:
    again = IntentSet.from_json(intents.to_json())
    assert again == intents
    assert again.fingerprint == intents.fingerprint


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[{"tag": 1}]', '[{"tag": "a"}, {"tag": "a"}]'])
def test_what_is_no_snapshot_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a snapshot|the same tag"):
        IntentSet.from_json(text)


@pytest.mark.parametrize(
    "change",
    [
        {"tag": "order"},
        {"patterns": ("track order", "where is my parcel")},
        {"responses": ("On its way.",)},
        {"context_set": ()},
        {"context_set": (), "context_filter": ("order",)},
    ],
)
def test_the_fingerprint_changes_with_what_is_trained_or_answered(change: dict[str, Any]) -> None:
    changed = IntentSet((replace(ORDER, **change),))
    assert changed.fingerprint != IntentSet((ORDER,)).fingerprint
    assert len(changed.fingerprint) == 64


def test_the_fingerprint_stays_when_only_notes_and_tests_change() -> None:
    changed = IntentSet((replace(ORDER, description="New.", tests=("track it",)),))
    assert changed.fingerprint == IntentSet((ORDER,)).fingerprint
