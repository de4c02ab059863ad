"""What an author changed since a model was trained."""

from dataclasses import replace

from chatbot.intent_changes import IntentChange, Texts, intent_changes
from chatbot.intents import Intent

HOURS = Intent("hours", ("when?", "open?"), ("Nine.",), tests=("when do you open",))
PRICE = Intent("price", ("how much?",), ("Ten.",))


def test_nothing_changed_where_only_the_order_and_a_note_did() -> None:
    other = replace(HOURS, patterns=HOURS.patterns[::-1], description="When?")
    assert intent_changes((HOURS, PRICE), (PRICE, other)) == ()


def test_an_edited_intent_names_what_came_and_what_went() -> None:
    edited = replace(HOURS, patterns=("when?", "closed?"), context_set=("day",))
    assert intent_changes((HOURS,), (edited,)) == (
        IntentChange(
            "hours", "edited", patterns=Texts(("closed?",), ("open?",)), contexts_changed=True
        ),
    )


def test_a_new_intent_has_all_of_its_texts_added_and_a_removed_one_is_last() -> None:
    added, removed = intent_changes((HOURS,), (PRICE,))
    assert (added.tag, added.kind, added.patterns) == ("price", "added", Texts(("how much?",)))
    assert (removed.tag, removed.kind) == ("hours", "removed")
    assert removed.tests == Texts((), ("when do you open",))
