"""Sentences of `flask intents check` and of the Intents page about findings of lint."""

from typing import get_args

import pytest

from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.lint import lint
from chatbot.intents.linting.finding import Finding, Rule
from web.intents.finding_wording import finding_sentence, message, suggestion

FALLBACK = Intent(FALLBACK_TAG, responses=("Pardon?",))
HELLO = Intent("hello", ("hi there", "hello"), ("Hello.",))


def sentences(intents: IntentSet) -> tuple[str, ...]:
    return tuple(finding_sentence(f) for f in lint(intents) if f.severity != "info")


def noted(*intents: Intent) -> tuple[str, ...]:
    return sentences(IntentSet((*intents, FALLBACK)))


def test_every_rule_has_a_sentence_of_its_own() -> None:
    findings = [
        Finding(rule, "hello", "patterns", "hi", "bye", "hey", ("open",), count=2, usual=9)
        for rule in get_args(Rule)
    ]
    for words in (message, finding_sentence):
        assert len({words(finding) for finding in findings}) == len(findings)
    assert all(suggestion(finding).endswith((".", "?)")) for finding in findings)


def test_what_is_as_usual_is_not_noted() -> None:
    assert not noted(HELLO, Intent("bye", ("bye",), ("Bye.",)))


@pytest.mark.parametrize("pattern", ["Hello", "hello!", " HELLO ", "hel\u200blo"], ids=ascii)
def test_a_pattern_of_two_intents_is_noted(pattern: str) -> None:
    (note,) = noted(HELLO, Intent("bye", (pattern, "bye"), ("Bye.",)))
    assert '"hello" and "bye" share the pattern "hello"' in note


def test_a_pattern_that_one_intent_has_twice_is_not() -> None:
    assert not noted(Intent("hello", ("hello", "Hello!"), ("Hello.",)))


def test_intents_that_wait_for_different_contexts_may_share_patterns() -> None:
    asks = Intent("asks", ("ask",), ("Well?",), context_set=("a", "b"))
    waiting = [Intent(tag, ("yes",), ("Good.",), context_filter=(tag,)) for tag in ("a", "b")]
    assert not noted(asks, *waiting)
    (note,) = noted(asks, *waiting, Intent("c", ("yes",), ("Good.",), context_filter=("b",)))
    assert '"b" and "c" share' in note


@pytest.mark.parametrize("pattern", ["???", "\u202e...", "\u0301"], ids=ascii)
def test_a_pattern_without_a_word_is_noted(pattern: str) -> None:
    (note,) = noted(Intent("what", (pattern, "what"), ("That.",)))
    assert '"what" by its pattern' in note
    assert not noted(Intent("smile", ("\N{SMILING FACE WITH OPEN MOUTH}", "7"), ("Yes.",)))


def test_patterns_and_responses_of_reserved_intents_are_noted_truly() -> None:
    notes = sentences(
        IntentSet((HELLO, Intent(CLARIFICATION_TAG, ("hello", "?")), Intent(FALLBACK_TAG, ("?",))))
    )
    assert [note.partition(":")[0] for note in notes] == [
        'Nobody reads the patterns of "clarification"',
        '"clarification" has no responses',
        '"fallback" has no responses',
    ]
    assert "those of the fallback" not in " ".join(notes)


def test_endless_tags_are_noted_in_short() -> None:
    tags = ("x" * 9_000, "y" * 9_000)
    notes = noted(*(Intent(tag, tuple(f"hello {i}" for i in range(50)), ("a",)) for tag in tags))
    assert len(notes) <= 50
    assert max(map(len, notes)) < 400


def test_a_sound_set_gets_no_remark() -> None:
    asks = Intent("asks", ("can you come",), ("When?",), context_set=("when",))
    answers = Intent("answers", ("on monday",), ("Good.",), context_filter=("when", "where"))
    assert noted(asks, answers) == ()


def test_what_no_message_can_reach_is_named() -> None:
    silent = Intent("silent", responses=("Here.",))
    waits = Intent("waits", ("on monday",), ("Good.",), context_filter=("wen",))
    assert noted(silent, waits) == (
        'No message can reach "silent": it has no patterns. Write them under "patterns".',
        'No message can reach "waits": no intent opens "wen". Name it in the "context_set" of one.',
    )


@pytest.mark.parametrize(
    ("contexts", "count"),
    [(("", ""), 1), (("a", "a"), 1), (("a", "b"), 0), (("", "b"), 0)],
    ids=["no context", "the same context", "two contexts", "one waits"],
)
def test_a_pattern_may_be_shared_by_what_contexts_tell_apart(
    contexts: tuple[str, str], count: int
) -> None:
    opener = Intent("opener", ("start",), ("Go on.",), context_set=("a", "b"))
    sharers = [
        Intent(f"to_{number}", ("yes",), ("Good.",), context_filter=(name,) if name else ())
        for number, name in enumerate(contexts)
    ]
    assert sum("share" in note for note in noted(opener, *sharers)) == count


def test_beside_a_fallback_no_other_is_taken_for_it() -> None:
    (remark,) = noted(Intent("hello", ("hi",), ("Hi.",)), Intent("error", responses=("What?",)))
    assert remark.startswith('No message can reach "error"')


def test_a_set_without_a_fallback_is_told_so() -> None:
    (remark,) = sentences(IntentSet((Intent("hello", ("hi",), ("Hi.",)),)))
    assert remark.startswith('There is no intent "fallback"')
