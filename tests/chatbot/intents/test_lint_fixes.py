"""Mechanical remedies: the files afterwards, and the rest of their layout."""

from pathlib import Path

import pytest

from chatbot.intents.intent_set import IntentSet
from chatbot.intents.linting.fixes import MendingError, plan_mending, write_mended

BEFORE = """{
  // the shop
  "intents": [
    {"tag": "hours",
     "paterns": ["when ", "", "When", "open\\u00c3\\u00a9", " "],
     "responses": [
       "From 9.",
       null,
       "From 9.",
       "cafÃ©", // coffee
     ],
     "more": 1},
    {"tag": "bye", "patterns": ["bye", "BYE"], "responses": ["", "Bye."], "tests": [" ciao"]}
  ]
}
"""
AFTER = """{
  // the shop
  "intents": [
    {"tag": "hours",
     "patterns": ["when", "open\\u00e9"],
     "responses": [
       "From 9.",
       "café", // coffee
     ],
     "more": 1},
    {"tag": "bye", "patterns": ["bye"], "responses": ["Bye."], "tests": ["ciao"]}
  ]
}
"""


def test_the_rest_of_the_layout_stays(tmp_path: Path) -> None:
    file = tmp_path / "bot.json"
    file.write_bytes(b"\xef\xbb\xbf" + BEFORE.encode())
    plans = plan_mending(tmp_path)
    write_mended(plans)
    assert file.read_bytes() == b"\xef\xbb\xbf" + AFTER.encode()
    assert plans[0].places == 12
    assert not plan_mending(tmp_path)


def test_a_sound_file_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bot.json").write_text('[{"tag": "a", "patterns": ["b"], "responses": ["c"]}]')
    assert plan_mending(tmp_path) == ()


def test_a_file_that_changes_meanwhile_is_not_written(tmp_path: Path) -> None:
    for name in ("a", "b"):
        text = f'[{{"tag": "{name}", "patterns": ["{name} "], "responses": ["c"]}}]'
        (tmp_path / f"{name}.json").write_text(text)
    plans = plan_mending(tmp_path)
    before = (tmp_path / "a.json").read_bytes()
    (tmp_path / "b.json").write_text("[]")
    with pytest.raises(MendingError, match=r"b\.json was changed meanwhile"):
        write_mended(plans)
    assert (tmp_path / "a.json").read_bytes() == before


def test_intents_stay_the_same_but_for_the_remedies(tmp_path: Path) -> None:
    file = tmp_path / "bot.json"
    file.write_text('{"yes": {"patterns": [["a", ""], "b"], "responses": {"en": ["c", ""]}}}')
    write_mended(plan_mending(file))
    assert file.read_text() == '{"yes": {"patterns": [["a"], "b"], "responses": {"en": ["c"]}}}'
    assert IntentSet.load(file).intents[0].patterns == ("a", "b")
