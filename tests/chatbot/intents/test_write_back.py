"""Additions in the files: what was there stays as it was, byte by byte."""

import json
import os
import shutil
import subprocess
from difflib import ndiff
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.intents.additions import Additions
from chatbot.intents.checks import CheckedFile
from chatbot.intents.errors import IntentsError, WriteBackError
from chatbot.intents.files import read_file
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.write_back import plan_write_back

BUNDLED = Path(__file__).parents[3] / "intents"

TWO = """{
  "intents": [
    {
      "tag": "hours",
      "patterns": [
        "when are you open",
        "opening hours"
      ],
      "responses": ["From 9 to 6."]
    }
  ]
}
"""


def written_text(text: str, *patterns: tuple[str, str], intents: tuple[Intent, ...] = ()) -> str:
    """Text of a single file after writing back."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bot.json"
        path.write_bytes(text.encode())
        plan_write_back(path, Additions(patterns, intents)).write()
        return path.read_bytes().decode()


def changed_lines(before: str, after: str) -> list[str]:
    lines = ndiff(before.split("\n"), after.split("\n"))
    return [line for line in lines if line[0] in "+-"]


def test_a_line_is_added_and_none_is_changed() -> None:
    after = written_text(TWO, ("hours", "r u open"), ("hours", "til when?"))
    assert changed_lines(TWO, after) == [
        '+         "r u open",',
        '+         "til when?",',
    ]


LISTS = {
    '["a", "b"]': '["a", "b", "x"]',
    "[]": '[\n        "x"\n      ]',
    '[\n        "a"\n      ]': '[\n        "a",\n        "x"\n      ]',
    '[\n        "a", "b"\n      ]': '[\n        "a", "b",\n        "x"\n      ]',
    '["a",\n       "b"]': '["a",\n       "x",\n       "b"]',
    "[\n      ]": '[\n        "x"\n      ]',
}


@pytest.mark.parametrize("written", LISTS, ids=range(len(LISTS)))
def test_a_list_grows_as_it_was_written(written: str) -> None:
    text = TWO.replace('[\n        "when are you open",\n        "opening hours"\n      ]', written)
    others = '{"tag": "hi", "patterns": ["hi"]},\n    {"tag": "fallback", "responses": ["?"]},'
    text = text.replace('"intents": [', f'"intents": [\n    {others}')
    assert written_text(text, ("hours", "x")) == text.replace(written, LISTS[written])


COMMENTED = """{
  "intents": [
    {
      "tag": "hours",
      "patterns": [
        "opening hours", // measured
        // the most frequent one
        /* in May */
        "are you open"
      ],
      "responses": ["From 9 to 6."] // until May
    },
    // the last one
    {
      "tag": "bye",
      "patterns": [
        "bye" // the only one
      ],
      "responses": ["Bye."]
    }
  ]
}
"""


def test_comments_stay_with_what_they_are_about() -> None:
    wifi = Intent("wifi", responses=("Free.",))
    after = written_text(COMMENTED, ("hours", "x"), ("bye", "y"), ("wifi", "z"), intents=(wifi,))
    new = """{
      "tag": "wifi",
      "patterns": [
        "z"
      ],
      "responses": [
        "Free."
      ]
    },
    """
    expected = COMMENTED.replace("// the most", '"x",\n        // the most')
    expected = expected.replace("// the last one", f"{new}// the last one")
    assert after == expected.replace('"bye" // the only one', '"bye", // the only one\n        "y"')
    with_comma = COMMENTED.replace('"bye" //', '"bye", //')
    assert '"bye", // the only one\n        "y",\n' in written_text(with_comma, ("bye", "y"))
    by_name = '{\n  "hi": {"patterns": ["hi"], "responses": ["Hi."]} // so far\n}\n'
    assert "} // so far" not in written_text(by_name, intents=(wifi,))
    assert '"Hi."]}, // so far\n  "wifi": {' in written_text(by_name, intents=(wifi,))


@pytest.mark.parametrize(
    ("items", "after"),
    [
        ('["a", // most\n  ]', '["a", // most\n    "x",\n    "y",\n  ]'),
        ('["a", "b" # both\n  ]', '["a", "b", # both\n    "x",\n    "y"\n  ]'),
        ('[\n    "a", "b" // both\n  ]', '[\n    "a", "b", // both\n    "x",\n    "y"\n  ]'),
        ('["a"] // all', '["a", "x", "y"] // all'),
    ],
)
def test_a_comment_stays_on_the_line_of_the_bracket(items: str, after: str) -> None:
    text = '[{\n  "tag": "hi",\n  "responses": ["Hi."],\n  "patterns": %s\n}]\n'
    assert written_text(text % items, ("hi", "x"), ("hi", "y")) == text % after


@pytest.mark.parametrize(
    ("items", "new"),
    [
        ('{"text": "a", "id": 1}, {"text": "b", "id": 2}', '{"text": "x"}'),
        ('{"id": 1, "text": "a"}', '{"text": "x"}'),
        ('{"type": "phrase", "rule": "a"}', '{"type": "phrase", "rule": "x"}'),
        ('{"content": "a", "type": 1}, {"type": 2, "content": "b"}', '{"content": "x"}'),
        ('["a"], ["b", "c"]', '["x"]'),
        ('{"text": "a"}, "b"', '"x"'),
    ],
)
def test_a_pattern_has_the_form_of_the_others(items: str, new: str) -> None:
    others = '{"tag": "fallback", "responses": ["?"]}'
    text = f'{{"intents": [{{"tag": "a", "patterns": [{items}], "responses": ["A"]}}, {others}]}}'
    assert written_text(text, ("a", "x")) == text.replace(items, f"{items}, {new}")
    lines = items.replace("}, ", "},\n  ").replace("], ", "],\n  ")
    after = written_text(text.replace(items, f"\n  {lines}\n"), ("a", "x"))
    assert f"\n  {new}" in after


def test_a_text_without_spaces_stays_without() -> None:
    greet = {"tag": "greet", "patterns": ["hi", "hello"], "responses": ["Hi."]}
    bye = {"tag": "bye", "responses": ["Bye."]}
    wifi = Intent("wifi", responses=("Free.",))
    patterns = ("greet", "hey"), ("bye", "see you"), ("wifi", "z")
    after = written_text(
        json.dumps([greet, bye], separators=(",", ":")), *patterns, intents=(wifi,)
    )
    assert after == json.dumps(json.loads(after), separators=(",", ":"))
    lines = json.dumps([greet, bye], separators=(",", ":"), indent=1)
    after = written_text(lines, *patterns, intents=(wifi,))
    assert after == json.dumps(json.loads(after), separators=(",", ":"), indent=1)


@pytest.mark.parametrize(
    ("before", "after"),
    [("module.exports = ", ";\n"), ("INTENT = ", "\n"), ("run(", ");"), ("```\n", "\n```")],
)
def test_one_intent_within_something_becomes_a_list_of_both(before: str, after: str) -> None:
    first = '{"tag": "a", "patterns": ["x"], "responses": ["A."]}'
    second = '{"tag": "b", "patterns": ["y"], "responses": ["B."]}'
    new = Intent("b", ("y",), ("B.",))
    written = written_text(f"{before}{first}{after}", intents=(new,))
    assert written == f"{before}[{first}, {second}]{after}"


def test_a_file_on_one_line_stays_on_it() -> None:
    text = '{"intents": [{"tag": "a", "patterns": []}, {"tag": "b", "patterns": ["b"]}]}'
    text = text.replace("[]", '[], "responses": ["A."]')
    text = text.replace("]}]}", ']}, {"tag": "fallback", "responses": ["?"]}]}')
    new = Intent("c", responses=("C.",))
    after = written_text(text, ("a", "x"), ("c", "y"), intents=(new,))
    assert after == (
        '{"intents": [{"tag": "a", "patterns": ["x"], "responses": ["A."]}, '
        '{"tag": "b", "patterns": ["b"]}, {"tag": "fallback", "responses": ["?"]}, '
        '{"tag": "c", "patterns": ["y"], "responses": ["C."]}]}'
    )


def test_an_intent_without_patterns_gets_them_behind_its_tag() -> None:
    text = '{"intents": [\n{"tag": "hi", "patterns": ["hi"]},\n'
    text += '{\n  "tag": "a",\n  "responses": ["A."]\n},\n{"tag": "b", "responses": ["B."]}]}'
    after = written_text(text, ("a", "x"), ("b", "y"))
    assert '"tag": "a",\n  "patterns": [\n    "x"\n  ],\n  "responses"' in after
    assert '{"tag": "b", "patterns": ["y"], "responses": ["B."]}' in after


def test_escapes_stay_escapes() -> None:
    text = TWO.replace("opening hours", "caf\\u00e9")
    assert '"th\\u00e9"' in written_text(text, ("hours", "thé"))
    assert '"thé"' in written_text(TWO, ("hours", "thé"))
    assert '"say \\"hi\\"\\\\",' in written_text(TWO, ("hours", 'say "hi"\\'))


def test_a_new_intent_comes_before_the_last_one_with_the_indent_of_the_file() -> None:
    text = json.dumps(json.loads(TWO), indent=4).replace("\n", "\r\n")
    after = written_text(text, ("new", "x"), intents=(Intent("new", responses=("N.",)),))
    assert not [line for line in changed_lines(text, after) if line[0] == "-"]
    expected = json.loads(TWO)
    expected["intents"].insert(0, {"tag": "new", "patterns": ["x"], "responses": ["N."]})
    assert after == json.dumps(expected, indent=4).replace("\n", "\r\n")


def test_in_a_folder_new_intents_have_a_file_of_their_own(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(TWO)
    (tmp_path / "intents.schema.json").write_text("{}")
    new, newer = (Intent(tag, responses=(f"It is {tag}.",)) for tag in ("é", "newer"))
    plan_write_back(tmp_path, Additions((("é", "x"),), (new,))).write()
    written = (tmp_path / "curated.json").read_text()
    assert json.loads(written) == {
        "$schema": "intents.schema.json",
        "intents": [{"tag": "é", "patterns": ["x"], "responses": ["It is é."]}],
    }
    assert written.startswith('{\n  "$schema"')
    assert "é" in written
    assert written.endswith("}\n")
    plan_write_back(tmp_path, Additions((("newer", "y"),), (newer,))).write()
    assert (tmp_path / "a.json").read_text() == TWO
    assert {intent.tag for intent in IntentSet.load(tmp_path)} == {"hours", "é", "newer"}


def test_what_is_there_is_not_written_again() -> None:
    additions = (("hours", "r u open"), ("hours", "  WHEN are you open"), ("hours", "R u  open"))
    new = Intent("new", responses=("N.",))
    once = written_text(TWO, *additions, ("new", "x"), intents=(new,))
    assert once.count("open") == 3
    assert written_text(once, *additions, ("new", "x"), intents=(new,)) == once


def test_a_pattern_of_an_intent_that_is_nowhere_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(TWO)
    write_back = plan_write_back(tmp_path, Additions((("gone", "x"),)))
    assert (write_back.changes, write_back.orphans) == ((), (("gone", "x"),))


def test_files_with_problems_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(TWO)
    (tmp_path / "b.json").write_text("{")
    with pytest.raises(IntentsError):
        plan_write_back(tmp_path, Additions((("hours", "x"),)))
    assert (tmp_path / "a.json").read_text() == TWO


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(TWO)
    write_back = plan_write_back(tmp_path, Additions((("hours", "x"),)))
    (tmp_path / "a.json").write_text(TWO + "\n")
    with pytest.raises(WriteBackError, match=r"a\.json was changed meanwhile"):
        write_back.write()
    assert (tmp_path / "a.json").read_text() == TWO + "\n"


def test_a_change_right_after_the_reading_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "bot.json"
    path.write_bytes(b"\xef\xbb\xbf" + TWO.encode())
    mended = TWO.replace("9 to 6", "8 to 6")

    def read_and_mend(file: Path) -> CheckedFile:
        checked = read_file(file)
        file.write_text(mended)
        return checked

    monkeypatch.setattr("chatbot.intents.write_back.read_file", read_and_mend)
    plan = plan_write_back(path, Additions((("hours", "r u open"),)))
    with pytest.raises(WriteBackError, match="was changed meanwhile"):
        plan.write()
    assert path.read_text() == mended


def test_a_change_while_new_content_is_written_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = tmp_path / "a.json", tmp_path / "b.json"
    first.write_text(TWO)
    second.write_text(TWO.replace("hours", "times"))
    plan = plan_write_back(tmp_path, Additions((("hours", "r u open"), ("times", "til when"))))
    mended, flush = TWO.replace("hours", "days"), os.fsync

    def flush_and_mend(handle: int) -> None:
        flush(handle)
        second.write_text(mended)

    monkeypatch.setattr(os, "fsync", flush_and_mend)
    with pytest.raises(WriteBackError, match=r"b\.json was changed meanwhile"):
        plan.write()
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {
        "a.json": TWO,
        "b.json": mended,
    }


def test_files_that_would_not_hold_the_additions_are_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.json").write_text(TWO)
    monkeypatch.setattr("chatbot.intents.write_back.apply_replacements", lambda text, _: text)
    with pytest.raises(WriteBackError, match="nothing was written"):
        plan_write_back(tmp_path, Additions((("hours", "x"),)))


def test_git_shows_only_added_lines(tmp_path: Path) -> None:
    shutil.copytree(BUNDLED, tmp_path / "intents")
    tags = [intent.tag for intent in IntentSet.load(BUNDLED) if len(intent.patterns) > 1]
    new = Intent("whistle", responses=("Pheep.",))
    patterns = [(tag, f"message {n} of {tag}") for tag in tags for n in range(2)]
    plan_write_back(
        tmp_path / "intents", Additions((*patterns, ("whistle", "peep")), (new,))
    ).write()
    command = ["git", "diff", "--no-index", "--numstat", str(BUNDLED), str(tmp_path / "intents")]
    diff = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    counts = [line.split("\t")[:2] for line in diff.splitlines()]
    assert len(counts) > 5
    assert {removed for _, removed in counts} == {"0"}


# --- whatever a file looks like ------------------------------------------------------------------

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12).map("a{}".format)
TAGS = ("first", "sécond", "third", "fourth")


@st.composite
def documents(draw: st.DrawFn) -> tuple[dict[str, Any], Additions]:
    items = []
    for number, tag in enumerate(TAGS[: draw(st.integers(1, 4))]):
        texts = draw(st.lists(TEXT, max_size=4, unique_by=str.casefold))
        item: dict[str, Any] = {"tag": tag, "x-note": {"deep": [1, {"é": None}]}}
        if texts or not number or draw(st.booleans()):
            item["patterns"] = texts or ["only"] * (number == 0)
        item |= {"responses": ["An answer."], "x-more": draw(st.sampled_from([[], {}, "]", 0.5]))}
        items.append(item)
    items.append({"tag": "fallback", "responses": ["Pardon?"]})
    patterns = draw(st.lists(st.tuples(st.sampled_from((*TAGS, "new")), TEXT), max_size=8))
    intents = (Intent("new", responses=("New.",)),) if draw(st.booleans()) else ()
    return {"x-first": 1, "intents": items}, Additions(tuple(patterns), intents)


@st.composite
def written(draw: st.DrawFn, document: dict[str, Any]) -> bytes:
    """The document as an editor, a program or a person may have written it."""
    indent = draw(st.sampled_from([None, 1, 2, 4, "\t"]))
    text = json.dumps(document, indent=indent, ensure_ascii=draw(st.booleans()))
    if draw(st.booleans()):
        text = text.replace("[]", "[ ]")
    if draw(st.booleans()):  # the last item, or an only one, beside its bracket
        unit = indent if isinstance(indent, str) else " " * (indent or 0)
        text = text.replace(f"\n{unit * 3}]", "]")
    if draw(st.booleans()):
        text = text.replace('",\n' + " " * 8, '", ')
    newline, end = draw(st.sampled_from(["\n", "\r\n"])), draw(st.sampled_from(["", "\n", " \n\n"]))
    mark = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    return mark + (text + end).replace("\n", newline).encode()


def is_within(before: bytes, after: bytes) -> bool:
    """True if `after` is `before` with insertions."""
    rest = iter(after)
    return all(byte in rest for byte in before)


@given(st.data())
def test_any_file_keeps_its_bytes_and_gets_what_is_new(data: st.DataObject) -> None:
    document, additions = data.draw(documents())
    before = data.draw(written(document))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "bot.json"
        path.write_bytes(before)
        target = additions.joined_to(IntentSet.load(path))
        plan_write_back(path, additions).write()
        after, loaded = path.read_bytes(), IntentSet.load(path)
    assert is_within(before, after)
    assert after.count(b"\r\n") == after.count(b"\n") or b"\r\n" not in before
    assert b"\r" not in after or b"\r" in before
    assert {i.tag: sorted(i.patterns) for i in loaded} == {
        i.tag: sorted(i.patterns) for i in target
    }
    assert {i.tag: i.patterns[:1] for i in loaded} == {i.tag: i.patterns[:1] for i in target}
    kept = json.loads(after.decode("utf-8-sig"))
    olds = {item["tag"]: item for item in document["intents"]}
    for item in kept["intents"]:
        if item["tag"] in olds:
            old = olds[item["tag"]]
            assert [key for key in item if key in old] == list(old)
            assert {**item, "patterns": 0} == {**old, "patterns": 0}


@given(
    st.lists(st.lists(TEXT, min_size=2, max_size=4, unique_by=str.casefold), min_size=1),
    st.sampled_from([1, 2, 4, "\t"]),
    st.lists(TEXT, max_size=4),
)
def test_lists_with_an_item_a_line_get_lines_and_lose_none(
    lists: list[list[str]], indent: int | str, new: list[str]
) -> None:
    intents = [{"tag": str(n), "patterns": texts} for n, texts in enumerate(lists)]
    before = json.dumps({"intents": intents}, indent=indent)
    after = written_text(before, *((str(n % len(lists)), text) for n, text in enumerate(new)))
    rest = iter(after.split("\n"))
    assert all(line in rest for line in before.split("\n"))


def test_a_key_twice_is_named_where_one_of_the_two_would_change(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    greet = '{"tag": "greet", "patterns": ["hi"],\n "patterns": ["hi"], "responses": ["Hi."]}'
    path.write_text(f'[{greet}, {{"tag": "bye", "patterns": ["bye"], "responses": ["Bye."]}}]')
    with pytest.raises(WriteBackError, match=r"a\.json:2:2 has a key twice .* Remove one of them"):
        plan_write_back(path, Additions((("greet", "hey"),)))
    (change,) = plan_write_back(path, Additions((("bye", "see you"),))).changes
    assert change.patterns == (("bye", "see you"),)
    path.write_text(f'{{"intents": [{greet}],\n"intents": [{greet}]}}')
    with pytest.raises(WriteBackError, match="has a key twice"):
        plan_write_back(path, Additions(intents=(Intent("bye", ("bye",), ("Bye.",)),)))
