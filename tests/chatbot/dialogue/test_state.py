"""Dialogue state: lifespans of contexts, memory of responses, and its JSON."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dialogue.state import LIFESPAN, MINUTES, ActiveContext, DialogueState
from chatbot.intents.reserved_tags import CLOSE_ALL

STATES = st.builds(
    DialogueState,
    contexts=st.lists(st.builds(ActiveContext, st.text(), st.integers(1, LIFESPAN))).map(tuple),
    last_responses=st.dictionaries(st.text(), st.integers(0, 1_000)),
    offered=st.dictionaries(st.text(), st.text()),
)
NAMES = st.lists(st.sampled_from("abcd"), max_size=3)


@given(STATES)
def test_a_state_survives_storage(state: DialogueState) -> None:
    assert DialogueState.from_json(state.to_json()) == state


@given(st.lists(st.tuples(NAMES, NAMES), max_size=20))
def test_a_state_survives_storage_at_every_point_of_a_conversation(
    messages: list[tuple[list[str], list[str]]],
) -> None:
    state = DialogueState()
    for place, (opened, closed) in enumerate(messages):
        state = state.after_response("tag", place).after_message(opened, closed)
        state = DialogueState.from_json(state.to_json())
        names = [context.name for context in state.contexts]
        assert len(names) == len(set(names))
        assert set(opened) <= state.open_contexts
        assert not state.open_contexts & (set(closed) - set(opened))
        assert all(0 < (context.lifespan or 0) <= LIFESPAN for context in state.contexts)


def test_a_context_is_open_for_its_lifespan_and_no_longer() -> None:
    state = DialogueState().after_message(opened=["order"])
    for _ in range(LIFESPAN):
        assert state.open_contexts == {"order"}
        state = state.after_message()
    assert not state.open_contexts


def test_a_context_opened_again_lives_anew() -> None:
    state = DialogueState().after_message(opened=["order"])
    state = state.after_message().after_message(opened=["order"])
    for _ in range(LIFESPAN):
        assert state.open_contexts == {"order"}
        state = state.after_message()
    assert not state.open_contexts


def test_a_closed_context_is_gone_at_once_and_the_others_stay() -> None:
    state = DialogueState().after_message(opened=["order", "refund"])
    assert state.after_message(closed=["order"]).open_contexts == {"refund"}
    assert state.after_message(closed=["nothing"]).open_contexts == {"order", "refund"}


def test_an_answer_that_closes_and_opens_a_context_leaves_it_open() -> None:
    state = DialogueState().after_message(opened=["order"]).after_message()
    again = state.after_message(opened=["order"], closed=["order"])
    assert again.contexts == (ActiveContext("order", LIFESPAN),)


def test_suggestions_are_forgotten_with_the_next_answer() -> None:
    state = DialogueState().after_message(offered={"Hello": "greeting"})
    assert state.offered == {"Hello": "greeting"}
    assert not state.after_message().offered


@given(STATES)
def test_a_state_is_never_changed_itself(state: DialogueState) -> None:
    before = replace(state, last_responses=dict(state.last_responses))
    state.after_message(["a"], ["b"])
    state.after_response("a", 1)
    assert state == before


def test_what_is_remembered_of_responses_does_not_grow_for_ever() -> None:
    state = DialogueState()
    for number in range(500):
        state = state.after_response(f"intent {number}", number)
    assert len(state.to_json()) < 5_000
    assert state.last_responses["intent 499"] == 499
    assert "intent 0" not in state.last_responses


def test_a_response_given_again_is_remembered_as_the_newest() -> None:
    state = DialogueState().after_response("first", 0)
    for number in range(500):
        state = state.after_response(f"intent {number}", 0).after_response("first", number)
    assert state.last_responses["first"] == 499


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        '"state"',
        "NaN",
        '{"contexts": 1}',
        '{"contexts": ["order"]}',
        '{"contexts": [{"name": "order"}]}',
        '{"contexts": [{"name": 1, "lifespan": 1}]}',
        '{"contexts": [{"name": "order", "lifespan": "long"}]}',
        '{"last_responses": {"a": 1e999}}',
        '{"last_responses": ["a"]}',
        "[" * 10_000,
        "\ud800",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a dialogue state"):
        DialogueState.from_json(text)


@given(
    st.text().filter(lambda text: "{" not in text)
    | STATES.map(DialogueState.to_json).map(lambda text: text[:-1])
)
def test_garbage_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a dialogue state"):
        DialogueState.from_json(text)


def test_all_contexts_are_closed_before_others_are_opened() -> None:
    state = DialogueState().after_message(opened=["order", "refund"])
    assert not state.after_message(opened=[CLOSE_ALL]).open_contexts
    assert state.after_message(opened=[CLOSE_ALL, "order"]).contexts == (
        ActiveContext("order", LIFESPAN),
    )


def test_a_lifespan_by_the_author_outlasts_the_answer() -> None:
    state = DialogueState().after_message(opened=["order", "shop"], lifespans={"shop": 2})
    state = state.after_message(closed=["order", "shop"])
    assert state.contexts == (ActiveContext("shop", 1, age=1, stays=True),)
    assert not state.after_message().contexts


def test_a_lifespan_of_0_closes_that_context_alone() -> None:
    state = DialogueState().after_message(opened=["order", "shop"], lifespans={"shop": 9})
    assert state.after_message(lifespans={"shop": 0}).open_contexts == {"order"}


def test_a_pause_closes_what_has_no_time_left() -> None:
    state = DialogueState().after_message(opened=["order", "shop"], lifespans={"shop": None})
    assert state.after_pause(MINUTES - 1).open_contexts == {"order", "shop"}
    assert state.after_pause(MINUTES - 1).after_pause(1).open_contexts == {"shop"}
    for _ in range(2 * LIFESPAN):
        state = state.after_message().after_pause(MINUTES)
    assert state.open_contexts == {"shop"}


def test_a_state_of_an_earlier_release_is_read() -> None:
    state = DialogueState.from_json('{"contexts": [{"name": "order", "lifespan": 3}]}')
    assert state.open_contexts == {"order"}
    assert not state.after_message().after_message().after_message().open_contexts
