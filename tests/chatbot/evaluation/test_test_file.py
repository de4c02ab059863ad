"""Test files, and everything that can be wrong with one."""

import json
from pathlib import Path

import pytest

from chatbot.evaluation.test_file import LabelledMessage, read_test_file
from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet

INTENTS = IntentSet(
    (
        Intent("order", patterns=("where is it",)),
        Intent("silent", responses=("…",)),
        Intent(FALLBACK_TAG, responses=("?",)),
    )
)


def read(
    folder: Path, content: object, intents: IntentSet = INTENTS
) -> tuple[LabelledMessage, ...]:
    path = folder / "messages.json"
    text = content if isinstance(content, str) else json.dumps(content)
    path.write_text(text, encoding="utf-8")
    return read_test_file(path, intents)


def test_pairs_become_messages_and_every_word_for_out_of_scope_is_known(tmp_path: Path) -> None:
    pairs = [["Track it?", "order"], ["a", None], ["b", "oos"], ["c", "fallback"]]
    assert read(tmp_path, pairs) == (
        LabelledMessage("Track it?", "order"),
        LabelledMessage("a", None),
        LabelledMessage("b", None),
        LabelledMessage("c", None),
    )


def test_an_intent_that_is_named_oos_is_an_intent(tmp_path: Path) -> None:
    intents = IntentSet((*INTENTS, Intent("oos", patterns=("out of stock",))))
    assert read(tmp_path, [["gone?", "oos"]], intents) == (LabelledMessage("gone?", "oos"),)


def test_no_message_can_mean_the_clarification(tmp_path: Path) -> None:
    intents = IntentSet((*INTENTS, Intent(CLARIFICATION_TAG, patterns=("which one",))))
    with pytest.raises(IntentsError, match="No intent with patterns has the tag 'clarification'"):
        read(tmp_path, [["which", "clarification"]], intents)


def test_every_problem_is_told_with_its_place(tmp_path: Path) -> None:
    pairs = (
        '[["a", "ordr"],\n ["", "order"],\n ["b"],\n "c",\n ["d", ["order"]],\n ["e", "silent"]]'
    )
    with pytest.raises(IntentsError) as caught:
        read(tmp_path, pairs)
    assert [(p.line, p.column, p.message.split(":")[0]) for p in caught.value.problems] == [
        (1, 8, "No intent with patterns has the tag 'ordr'"),
        (2, 3, "This message is blank"),
        (3, 2, "Write a pair here"),
        (4, 2, "Write a pair here"),
        (5, 8, "No intent with patterns has the tag ['order']"),
        (6, 8, "No intent with patterns has the tag 'silent'"),
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ({"intents": []}, "Write a list of pairs here"),
        ("[[1, 2] [", "There is no comma"),
        ([], "At least one message must mean an intent"),
        ([["a", None]], "At least one message must mean an intent"),
    ],
)
def test_what_is_no_list_of_messages_gets_a_sentence(
    tmp_path: Path, content: object, sentence: str
) -> None:
    with pytest.raises(IntentsError, match=sentence):
        read(tmp_path, content)


def test_a_long_log_can_be_asked(tmp_path: Path) -> None:
    assert len(read(tmp_path, [["where is it", "order"]] * 34_000)) == 34_000
