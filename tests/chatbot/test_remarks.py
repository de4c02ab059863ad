"""What `flask intents check` notes about a set that is allowed."""

import pytest

from chatbot.intents import Intent, IntentSet
from chatbot.remarks import remarks

FALLBACK = Intent("fallback", responses=("Sorry?",))


def _said(*intents: Intent) -> tuple[str, ...]:
    return remarks(IntentSet((*intents, FALLBACK)))


def test_a_sound_set_gets_no_remark() -> None:
    asks = Intent("asks", ("can you come",), ("When?",), context_set=("when",))
    answers = Intent("answers", ("on monday",), ("Good.",), context_filter=("when", "where"))
    assert _said(asks, answers) == ()


def test_what_no_message_can_reach_is_named() -> None:
    silent = Intent("silent", responses=("Here.",))
    waits = Intent("waits", ("on monday",), ("Good.",), context_filter=("wen",))
    asks = Intent("asks", ("can you come",), ("When?",), context_set=("when",))
    assert _said(silent, asks, waits) == (
        'No message can reach "silent": it has no patterns. Write them under "patterns".',
        'No message can reach "waits": no intent opens "wen". Name it in the "context_set" of one.',
    )


def test_a_pattern_of_two_intents_is_named_once_for_both() -> None:
    greeting = Intent("greeting", ("Hello", "how are  you", "hello"), ("Hi.",))
    mood = Intent("mood", ("How are you",), ("Fine.",))
    assert _said(greeting, mood) == (
        '"how are you" is a pattern of "greeting" and of "mood", '
        "so the bot cannot tell which is meant. Leave it in one of them.",
    )


@pytest.mark.parametrize(
    ("contexts", "told"),
    [(("", ""), 1), (("a", "a"), 1), (("a", "b"), 0), (("", "b"), 0)],
    ids=["no context", "the same context", "two contexts", "one waits"],
)
def test_a_pattern_may_be_shared_by_what_contexts_tell_apart(
    contexts: tuple[str, str], told: int
) -> None:
    opener = Intent("opener", ("start",), ("Go on.",), context_set=("a", "b"))
    sharers = [
        Intent(f"to_{number}", ("yes",), ("Good.",), context_filter=(name,) if name else ())
        for number, name in enumerate(contexts)
    ]
    assert len(_said(opener, *sharers)) == told


@pytest.mark.parametrize("tag", ["noanswer", "no_answer", "Unknown", "Fallback"])
def test_the_fallback_of_a_tutorial_is_told_its_name(tag: str) -> None:
    hello = Intent("hello", ("hi",), ("Hi.",))
    (remark,) = remarks(IntentSet((hello, Intent(tag, responses=("What?",)))))
    assert remark.startswith(f'"{tag}" seems to be what the bot says when nothing fits')
    assert 'the tag "fallback"' in remark


def test_beside_a_fallback_no_other_is_taken_for_it() -> None:
    (remark,) = _said(Intent("hello", ("hi",), ("Hi.",)), Intent("error", responses=("What?",)))
    assert remark.startswith('No message can reach "error"')


def test_a_set_without_a_fallback_is_told_so() -> None:
    (remark,) = remarks(IntentSet((Intent("hello", ("hi",), ("Hi.",)),)))
    assert remark.startswith('There is no intent "fallback"')
