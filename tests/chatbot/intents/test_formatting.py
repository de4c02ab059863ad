"""One layout of our own dialect: stable, with the same meaning, and nothing half done."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.intents.checks import CheckedFile, check_file
from chatbot.intents.errors import IntentsError
from chatbot.intents.formatting import foreign_place, plan_formatting
from chatbot.intents.layout import formatted
from chatbot.located_json.source import JsonSource

MESSY = """{"version": 1.50, "intents": [
  {"responses": ["Hi \\u00e9 😀."], "image": {"b": [], "a": {}}, "patterns": ["hi",
  "hello \\"you\\""], "tag": "greeting"}], "$schema": "./intents.schema.json"}"""

NEAT = """{
  "$schema": "./intents.schema.json",
  "intents": [
    {
      "tag": "greeting",
      "patterns": [
        "hi",
        "hello \\"you\\""
      ],
      "responses": [
        "Hi é 😀."
      ],
      "image": {
        "b": [],
        "a": {}
      }
    }
  ],
  "version": 1.50
}
"""


def checked(text: str) -> CheckedFile:
    return check_file(JsonSource.from_bytes("a.json", text.encode()))


def test_the_layout_is_the_same_for_the_same_content() -> None:
    assert formatted(MESSY) == NEAT
    assert formatted(NEAT) == NEAT


def test_half_a_surrogate_pair_stays_escaped() -> None:
    text = formatted('{"intents": [{"tag": "a\\ud800", "patterns": ["\\u2028"]}]}')
    assert '"a\\ud800"' in text
    assert "\u2028" in text
    assert text.encode()


WORDS = st.text(st.characters(exclude_categories=()), min_size=1, max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)  # fmt: skip


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    """An intent of our dialect with its keys in any order, among keys of other meanings."""
    entry: dict[str, Any] = {"tag": draw(WORDS), "patterns": draw(st.lists(WORDS, max_size=3))}
    for name, values in (
        ("responses", st.lists(WORDS, max_size=2)),
        ("tests", st.lists(WORDS, max_size=2)),
        ("context_set", WORDS | st.lists(WORDS, max_size=2)),
        ("description", WORDS),
        ("x_image", VALUES),
        ("Z", VALUES),
    ):
        if draw(st.booleans()):
            entry[name] = draw(values)
    return {key: entry[key] for key in draw(st.permutations(sorted(entry)))}


@given(st.lists(entries(), min_size=1, max_size=3), VALUES, st.sampled_from([None, 0, 3]))
def test_any_content_keeps_its_meaning_and_its_other_keys(
    intents: list[dict[str, Any]], other: Any, indent: int | None
) -> None:
    document = {"other": other, "intents": intents}
    text = json.dumps(document, indent=indent)
    once = formatted(text)
    assert formatted(once) == once
    assert json.loads(once) == json.loads(text)
    before, after = checked(text), checked(once)
    assert after.entries == before.entries
    assert len(after.problems) == len(before.problems)


FOREIGN = {
    "a comment": ('{"intents": [\n  // hi\n  {"tag": "a", "patterns": ["b"]}]}', "a.json:2:3"),
    "a comma": ('{"intents": [{"tag": "a", "patterns": ["b",]}]}', "a.json:1:"),
    "a bare list": ('[{"tag": "a", "patterns": ["b"]}]', "a.json:1:1"),
    "other names": ('{"intents": [{"intent": "a", "text": ["b"]}]}', "a.json:1:13"),
}


@pytest.mark.parametrize("name", FOREIGN)
def test_a_file_that_would_lose_something_is_foreign(name: str) -> None:
    text, place = FOREIGN[name]
    assert str(foreign_place(checked(text))).startswith(place)


def test_our_own_dialect_is_not_foreign() -> None:
    assert foreign_place(checked(MESSY)) is None


def test_only_changed_files_are_written(tmp_path: Path) -> None:
    messy, neat = tmp_path / "messy.json", tmp_path / "neat.json"
    messy.write_text("\ufeff" + MESSY.replace("\n", "\r\n"), encoding="utf-8")
    neat.write_text(NEAT.replace("greeting", "hello"), encoding="utf-8")
    before = neat.stat().st_ino
    plan = plan_formatting([messy, neat])
    plan.write()
    assert [file.path for file in plan.changed] == [messy]
    assert messy.read_bytes().decode() == NEAT
    assert neat.stat().st_ino == before


def test_problems_of_every_file_come_at_once(tmp_path: Path) -> None:
    paths = [tmp_path / "a.json", tmp_path / "b.json", tmp_path / "c.json"]
    for path, text in zip(paths, ['{"intents": [}', '{"intents": []}', MESSY], strict=True):
        path.write_text(text, encoding="utf-8")
    with pytest.raises(IntentsError) as raised:
        plan_formatting(paths)
    assert len({problem.file for problem in raised.value.problems}) == 2


def test_the_bundled_files_are_laid_out() -> None:
    folder = Path(__file__).parents[3] / "intents"
    plan = plan_formatting(path for path in folder.glob("*.json") if "schema" not in path.name)
    assert len(plan.files) == 10
    assert not plan.changed
