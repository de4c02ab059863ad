"""Limits of intent files: a sentence, and no more than a small machine has."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chatbot.intents.additions import Additions
from chatbot.intents.checks import check_file
from chatbot.intents.conversion import convert
from chatbot.intents.dialects.names import Role
from chatbot.intents.dialects.recognition import recognise
from chatbot.intents.dialects.slips import any_role
from chatbot.intents.errors import FileSizeError
from chatbot.intents.files import read_file
from chatbot.intents.formats.annotations import marked_text
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.own_fields import read_responses, read_rich
from chatbot.intents.formats.reader import import_intents
from chatbot.intents.formats.sources.errors import ImportSourceError
from chatbot.intents.formatting import plan_formatting
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.intents.joining import join
from chatbot.intents.lint import lint
from chatbot.intents.linting.linted_set import LintedSet
from chatbot.intents.linting.marks import unmarked_values
from chatbot.intents.marks.mark import EntityMark, MarkedPattern
from chatbot.intents.marks.reading import MOST_MARKS
from chatbot.intents.responses.repeats import response_key
from chatbot.intents.write_back import plan_write_back
from chatbot.located_json.problems import MOST_PROBLEMS
from chatbot.located_json.source import JsonSource
from chatbot.text.words import WordSplitter

INTENT = {"tag": "a", "patterns": ["b"], "responses": ["c"]}


def problems_of(text: str | bytes) -> list[str]:
    """Problems of a file, without its name."""
    data = text.encode() if isinstance(text, str) else text
    checked = check_file(JsonSource.from_bytes("a.json", data))
    return [str(problem).removeprefix("a.json:") for problem in checked.problems]


def document(**changes: Any) -> str:
    return json.dumps({"intents": [{**INTENT, **changes}]})


def test_a_value_too_many_is_the_only_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.located_json.parser.MOST_VALUES", 1_007)
    full = ["b"] * 1_000
    assert problems_of(document(patterns=full)) == []
    (problem,) = problems_of(document(patterns=[*full, "b"]))
    assert "More than 1,007 values are in this file: divide it into several." in problem


def test_an_intent_too_many_is_the_only_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.intents.checks.MOST_INTENTS", 100)
    intents = [{"tag": f"a{n}", "patterns": [f"b {n}"]} for n in range(101)]
    assert problems_of(json.dumps({"intents": intents[1:]})) == []
    (problem,) = problems_of(json.dumps({"intents": intents}))
    assert "More than 100 intents are in this file: divide it into several." in problem


@pytest.mark.parametrize("piece", ['" "', "\\x", "a\n", "]", ","])
def test_after_a_thousand_problems_the_rest_is_not_told(piece: str) -> None:
    problems = problems_of('{"intents": ["' + piece * 5_000 + '"]}')
    assert len(problems) <= MOST_PROBLEMS + 1
    if len(problems) > 1:
        assert problems[-1].endswith("There are more than 1,000 problems: mend the first ones.")


def test_a_habit_in_many_places_is_one_note() -> None:
    text = document() + " # why\n" * 50_000
    (note,) = check_file(JsonSource.from_bytes("a.json", text.encode())).notes
    assert (note.kind, note.count) == ("comment", 50_000)


def test_a_habit_in_too_many_places_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.located_json.scanner._MOST_PLACES", 10)
    assert problems_of(document() + " /**/" * 10) == []
    (problem,) = problems_of(document() + " /**/" * 20)
    sentence = "JSON has no comments: remove this one. There are more than 10 such places."
    assert problem.endswith(sentence)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "This is binary data, no text: check what it is."),
        (b"PK\x03\x04" + bytes(100), "binary data, no text: see `flask intents import`."),
        (bytes(1000), "binary data"),
        (document().encode("utf-16-le"), "written in UTF-16"),
        (document().encode("utf-16-be"), "written in UTF-16"),
        (b"a0: &a0 [ha, ha]\na1: &a1 [*a0, *a0]\n", "This is YAML or Markdown, no JSON"),
    ],
)
def test_files_of_another_kind(data: bytes, sentence: str) -> None:
    (problem,) = problems_of(data)
    assert sentence in problem


def test_patterns_of_a_large_set_are_still_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.intents.linting.linted_set._MOST_SPLIT", 20)
    many = Intent("many", tuple(f"number {n}" for n in range(20)), ("Yes.",))
    hello, greet = Intent("hello", ("Hi!", "hello there!")), Intent("greet", ("hey", "Hello there"))
    findings = lint(IntentSet((many, hello, greet)))
    (shared,) = (finding for finding in findings if finding.rule == "shared_pattern")
    assert (shared.tag, shared.text, shared.other) == ("hello", "hello there!", "greet")


def test_an_import_has_no_more_intents_than_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,intent\n" + "".join(f"b {n},a{n}\n" for n in range(8_002)))
    with pytest.raises(ImportSourceError, match=r"more than 8,000 intents in it: import it in"):
        import_intents(path)


def test_an_import_does_not_copy_patterns_without_end(tmp_path: Path) -> None:
    stories = "".join(
        f"- story: s{n}\n  steps:\n  - intent: q{n}\n  - action: utter_q{n}\n"
        f"  - intent: yes\n  - action: utter_y{n}\n"
        for n in range(250)
    )
    questions = "".join(f"- intent: q{n}\n  examples: |\n    - q {n}\n" for n in range(250))
    answers = "".join(
        f"  utter_q{n}:\n  - text: q {n}\n  utter_y{n}:\n  - text: y {n}\n" for n in range(250)
    )
    yes = "- intent: yes\n  examples: |\n" + "".join(f"    - yes {n}\n" for n in range(1_000))
    path = tmp_path / "a.yml"
    path.write_text(f"nlu:\n{yes}{questions}stories:\n{stories}responses:\n{answers}")
    with pytest.raises(ImportSourceError, match="import it in parts"):
        import_intents(path)


@pytest.mark.parametrize("change", ["fmt", "convert", "pull"])
def test_no_command_writes_a_file_that_is_not_read_again(
    change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "intents.json"
    path.write_text(document())
    before = path.read_bytes()
    monkeypatch.setattr("chatbot.intents.files.LARGEST_FILE", len(before))
    plans: dict[str, Callable[[], object]] = {
        "fmt": lambda: plan_formatting([path]),
        "convert": lambda: convert(read_file(path)),
        "pull": lambda: plan_write_back(path, Additions((("a", "z"),))),
    }
    with pytest.raises(FileSizeError, match="is not read again: divide it"):
        plans[change]()
    assert path.read_bytes() == before


def test_a_key_is_looked_up_once_to_recognise_a_dialect(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []

    def role(key: str) -> Role | None:
        keys.append(key)
        return any_role(key)

    monkeypatch.setattr("chatbot.intents.dialects.present_roles.any_role", role)
    crowd = {**INTENT, **{f"k{n}": 1 for n in range(100)}}
    for value in ({"intents": [crowd]}, [crowd], crowd, {"a": crowd}, {"data": {"a": [crowd]}}):
        keys.clear()
        recognise([value])
        assert keys.count("k50") == 1


@pytest.mark.parametrize("line", ["1", "{}", '""', "null"])
def test_a_line_is_a_value_whatever_it_is(
    line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chatbot.intents.formats.sources.files.MOST_VALUES", 100)
    path = tmp_path / "a.jsonl"
    path.write_text(f"{line}\n\n" * 20 + '{"text": "b", "intent": "a"}')
    with pytest.raises(ImportSourceError, match="too many values up to this file"):
        import_intents(path)


def test_keys_are_values_as_well(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.intents.formats.sources.files.MOST_KEYS", 10)
    path = tmp_path / "a.json"
    path.write_text(json.dumps([{"text": "b", "intent": "a"}] * 5))
    assert import_intents(path).intents[0].patterns == ("b",)
    path.write_text(json.dumps([{"text": "b", "intent": "a"}] * 6))
    with pytest.raises(ImportSourceError, match="too many values"):
        import_intents(path)
    path = tmp_path / "a.yml"
    path.write_text("conversations:\n- [hello, hi]\n" + "".join(f"k{n}: 1\n" for n in range(10)))
    with pytest.raises(ImportSourceError, match=r"a\.yml:1:1: There are too many values up to"):
        import_intents(path)


def test_equal_rich_lines_are_told_apart_in_one_look_each(monkeypatch: pytest.MonkeyPatch) -> None:
    keys: list[str] = []

    def key(text: str, repeats: int) -> str:
        keys.append(response_key(text, repeats))
        return keys[-1]

    monkeypatch.setattr("chatbot.intents.formats.intent_draft.response_key", key)
    draft = ImportDraft("", {})
    intent, line = draft.intent("a"), json.dumps({"text": "Hi.", "quick_replies": ["Yes"]})
    read_rich(draft, intent, [line] * 100)
    read_responses(draft, intent, [json.loads(line)] * 100)
    assert (len(intent.rich), len(intent.responses)) == (100, 100)
    assert len(keys) <= 400


def test_of_many_marks_in_an_example_the_first_have_places() -> None:
    text = marked_text("to [Oslo]( city ) " + "[ Rome ](city:roma), " * 2_000)
    assert isinstance(text, MarkedPattern)
    assert str(text) == "to Oslo " + " Rome , " * 2_000
    assert len(text.marks) == MOST_MARKS
    assert [str(text)[mark.start : mark.end] for mark in text.marks[:3]] == ["Oslo", "Rome", "Rome"]


def test_marks_at_the_same_places_take_the_memory_of_their_references() -> None:
    patterns = [f"{number:03}" + "[a](b)" * 40 for number in range(200)]
    values = {**json.loads(document(patterns=patterns)), "entities": {"b": {"learn": True}}}
    checked = check_file(JsonSource.from_bytes("a.json", json.dumps(values).encode()))
    join([checked])  # expressions compiled for the first time are no marks
    tracemalloc.start()
    try:
        joined = join([checked])
        taken, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    marks = sum(
        len(pattern.marks)
        for pattern in joined.intents[0].entry.patterns
        if isinstance(pattern, MarkedPattern)
    )
    assert marks == 8_000
    assert taken / marks < 40


@pytest.mark.parametrize(("unmarked", "split"), [([], []), (["to Rome"], ["a", "b"])])
def test_marked_words_are_split_once_and_only_where_a_mark_may_be_missing(
    unmarked: list[str], split: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    texts: list[str] = []

    def words(splitter: WordSplitter, text: str) -> list[str]:
        texts.append(text)
        return text.split()

    monkeypatch.setattr(WordSplitter, "words", words)
    marks = {f"a b {n}": (EntityMark("c", 0, 1), EntityMark("c", 2, 3)) for n in range(50)}
    room = Intent("room", (*marks, *unmarked), ("Here.",), marks=marks)
    assert not list(unmarked_values(LintedSet(IntentSet((room,)))))
    assert [text for text in texts if text in "ab"] == split


def test_a_fault_in_a_line_has_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"text": "b", "intent": "a"}\n\n  \n{"text": }\n')
    with pytest.raises(ImportSourceError, match=r"a\.jsonl:4:10: This is not JSON"):
        import_intents(path)


def test_of_a_rule_the_first_findings_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chatbot.intents.lint.MOST_OF_RULE", 3)
    hello = Intent("hello", ("hi", "hey"), tuple(f"Hi {{name{n}}}!" for n in range(10)))
    findings = lint(IntentSet((hello, Intent("fallback", responses=("Pardon?",)))))
    listed = [finding for finding in findings if finding.rule == "placeholder"]
    assert [finding.names for finding in listed] == [("{name0}",), ("{name1}",), ("{name2}",)]
    (further,) = (finding for finding in findings if finding.rule == "further_findings")
    assert (further.names, further.count, further.severity) == (("placeholder",), 7, "warning")
    assert findings[-1] == further
