"""Patterns and intents that are added to those of the files."""

from chatbot.intents.additions import Additions
from chatbot.intents.intent_set import Intent, IntentSet

HELLO = Intent("greeting", ("hello", "hi"), ("Hello!",), tests=("good day",))
BYE = Intent("goodbye", ("bye",), ("Bye!",))
FILES = IntentSet((HELLO, BYE))
NEW = Intent("moon", responses=("It is far away.",))


def patterns(additions: Additions) -> dict[str, tuple[str, ...]]:
    return {intent.tag: intent.patterns for intent in additions.joined_to(FILES)}


def test_patterns_are_added_behind_those_of_the_files() -> None:
    added = Additions((("greeting", "hey there"), ("goodbye", "so long"), ("greeting", "howdy")))
    assert patterns(added) == {
        "greeting": ("hello", "hi", "hey there", "howdy"),
        "goodbye": ("bye", "so long"),
    }


def test_a_new_intent_comes_last_with_its_patterns_and_its_response() -> None:
    joined = Additions((("moon", "how far is the moon"),), (NEW,)).joined_to(FILES)
    assert [intent.tag for intent in joined] == ["greeting", "goodbye", "moon"]
    assert joined.intents[-1].patterns == ("how far is the moon",)
    assert joined.intents[-1].responses == ("It is far away.",)


def test_what_the_files_say_already_is_not_said_twice() -> None:
    pulled = Intent("greeting", ("HI ", "ahoy"), ("Another answer.",))
    joined = Additions((("greeting", "Ahoy"), ("greeting", "Hello")), (pulled,)).joined_to(FILES)
    assert joined.get("greeting") == Intent(
        "greeting", ("hello", "hi", "ahoy"), ("Hello!",), tests=("good day",)
    )


def test_a_test_is_never_learnt() -> None:
    assert patterns(Additions((("greeting", "Good  day"),)))["greeting"] == ("hello", "hi")


def test_a_pattern_of_an_intent_that_is_gone_is_left_out() -> None:
    assert Additions((("gone", "where is it"),)).joined_to(FILES) == FILES


def test_nothing_changes_nothing() -> None:
    assert not Additions()
    assert Additions().joined_to(FILES) == FILES
