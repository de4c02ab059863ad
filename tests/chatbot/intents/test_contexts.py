"""Intents that open contexts allow, and those that they lead to expect."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import Intent, IntentSet

INTENTS = IntentSet(
    (
        Intent("greeting"),
        Intent("cancel", context_set=("cancelling",)),
        Intent("confirm", context_filter=("cancelling",)),
        Intent("detail", context_filter=("cancelling", "ordering")),
    )
)


def test_without_a_context_what_waits_for_one_is_unavailable() -> None:
    assert AllowedIntents.of(INTENTS, set()) == AllowedIntents(
        unavailable=frozenset({"confirm", "detail"})
    )


def test_one_open_context_of_several_is_enough() -> None:
    turn = AllowedIntents.of(INTENTS, {"ordering"})
    assert turn.unavailable == {"confirm"}
    assert turn.expected == {"detail"}


def test_the_context_opened_last_tells_which_intents_are_expected_most() -> None:
    turn = AllowedIntents.of(INTENTS, {"cancelling", "ordering"}, latest={"ordering"})
    assert turn.expected == {"confirm", "detail"}
    assert turn.earlier == {"confirm"}
    assert turn.expected_last == {"detail"}


@given(st.sets(st.sampled_from(["cancelling", "ordering", "elsewhere"])))
def test_intents_that_wait_for_nothing_are_always_possible_and_never_expected(
    opened: set[str],
) -> None:
    turn = AllowedIntents.of(INTENTS, opened)
    assert turn.unavailable | turn.expected == {"confirm", "detail"}
    assert not turn.unavailable & turn.expected


def test_an_intent_may_need_all_of_its_contexts() -> None:
    both = IntentSet((Intent("both", context_filter=("a", "b"), needs_all=True),))
    assert AllowedIntents.of(both, {"a"}).unavailable == {"both"}
    assert AllowedIntents.of(both, {"a", "b", "c"}).expected == {"both"}
    assert AllowedIntents.of(both, {"a", "b", "c"}, latest={"b"}).expected_last == {"both"}
    assert AllowedIntents.of(both, {"a", "b", "c"}, latest={"c"}).earlier == {"both"}


def test_lifespans_are_read_in_each_form(tmp_path: Path) -> None:
    written: list[tuple[Any, Any]] = [
        ("a", (("a",), {})),
        ({"a": 7}, (("a",), {"a": 7})),
        (["a", {" b ": 0, "": 1}], (("", "a"), {"b": 0})),
        ([{"a": None}, "b"], (("a", "b"), {"a": None})),
    ]
    for value, read in written:
        intent = _loaded(tmp_path, {"context_set": value})
        assert (intent.context_set, intent.lifespans) == read
    assert _loaded(tmp_path, {"context_filter": {"all": ["a", "b "]}}).needs_all
    assert not _loaded(tmp_path, {"context_filter": {"any": ["a", "b"]}}).needs_all
    cleared = _loaded(tmp_path, {"context": {"in": "a", "out": {"b": 3}, "clear": ["c"]}})
    assert (cleared.context_set, cleared.lifespans) == (("b",), {"b": 3, "c": 0})


def test_contexts_of_the_tutorials_replace_one_another(tmp_path: Path) -> None:
    intent = _loaded(tmp_path, {"context_set": "a"}, contexts="legacy")
    assert (intent.context_set, intent.lifespans) == (("", "a"), {"a": None})
    assert _loaded(tmp_path, {"context_set": ""}, contexts="legacy").context_set == ("",)
    assert _loaded(tmp_path, {"context_set": "a"}, contexts=["other"]).context_set == ("a",)


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"context_set": {"a": -1}}, "number of messages, 0 to close it .* but here is -1"),
        ({"context_set": {"a": True}}, "but here is true"),
        ({"context_set": [{"a": "long"}]}, 'but here is "long"'),
        ({"context_set": {"a": 10**9}}, "at most 10000"),
        ({"context_filter": {"all": ["a"], "any": ["b"]}}, 'names, or {"all"'),
        ({"context_filter": {"none": ["a"]}}, 'names, or {"all"'),
    ],
)
def test_a_lifespan_that_is_none_gets_a_sentence(
    values: dict[str, Any], problem: str, tmp_path: Path
) -> None:
    with pytest.raises(IntentsError, match=problem):
        _loaded(tmp_path, values)


def _loaded(folder: Path, values: dict[str, Any], **document: Any) -> Intent:
    """Intent of a file with these values."""
    intent = {"tag": "x", "patterns": ["x"], **values}
    (folder / "x.json").write_text(json.dumps({**document, "intents": [intent]}), "utf-8")
    return IntentSet.load(folder / "x.json").intents[0]
