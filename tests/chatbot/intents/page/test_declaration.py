"""Declaration of what a page with the chat may set, and nothing else taken."""

import json
from pathlib import Path
from typing import Any

import pytest

from chatbot.dialogue.page_values import with_page
from chatbot.dialogue.state import DialogueState, SlotValue
from chatbot.intents.errors import IntentsError
from chatbot.intents.formats.exports.export import own_file
from chatbot.intents.intent_set import IntentSet
from chatbot.intents.lint import lint

PAGE: dict[str, Any] = {"contexts": ["checkout"], "slots": {"product": "text", "pieces": "number"}}
INTENTS: list[dict[str, Any]] = [
    {"tag": "price", "patterns": ["how much"], "responses": ["{{ product }} is 18.", "18."]},
    {
        "tag": "pay",
        "patterns": ["can I pay later"],
        "responses": ["Yes."],
        "context_filter": "checkout",
    },
]


def load(folder: Path, page: Any, intents: Any = INTENTS) -> IntentSet:
    (folder / "x.json").write_text(json.dumps({"page": page, "intents": intents}), "utf-8")
    return IntentSet.load(folder / "x.json")


def test_what_is_declared_is_exported_in_our_own_format(tmp_path: Path) -> None:
    intents = load(tmp_path, PAGE)
    (tmp_path / "exported.json").write_bytes(own_file(intents))
    assert IntentSet.load(tmp_path / "exported.json").page == intents.page


def test_what_is_declared_is_kept_in_a_model(tmp_path: Path) -> None:
    intents = load(tmp_path, PAGE)
    assert intents.page.contexts == ("checkout",)
    assert [slot.name for slot in intents.page.slots] == ["product", "pieces"]
    assert IntentSet.from_json(intents.to_json()) == intents
    assert intents.fingerprint != IntentSet(intents.intents).fingerprint
    assert "unopened_context" not in {finding.rule for finding in lint(intents)}
    assert "unreached_context" not in {finding.rule for finding in lint(intents)}


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ({"contexts": "checkout"}, "What a page may set is"),
        ({"slots": {"1st": "text"}}, "What a page may set is"),
        ({"slots": {"__class__": "text"}}, "What a page may set is"),
        ({"contexts": [], "slotz": {}}, "What a page may set is"),
        ({"slots": {"product": "txt"}}, "No file has an entity"),
        ({"slots": {"other": "text"}}, "product"),
    ],
)
def test_a_wrong_declaration_is_a_problem(
    page: dict[str, Any], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(IntentsError, match=sentence):
        load(tmp_path, page)


def test_a_slot_of_a_form_has_the_same_entity(tmp_path: Path) -> None:
    form = {"slots": [{"name": "product", "entity": "number", "prompts": ["?"]}], "cancelled": "."}
    with pytest.raises(IntentsError, match='the slot "product" has the entity "number"'):
        load(tmp_path, PAGE, [{**INTENTS[0], "form": form}])


def test_a_page_of_another_program_is_left_alone(tmp_path: Path) -> None:
    for page in (3, "home", {"title": "Shop"}, None):
        assert not load(tmp_path, page, INTENTS[1:]).page


def test_only_what_is_declared_and_fits_is_taken(tmp_path: Path) -> None:
    page = load(tmp_path, PAGE).page
    slots = {"product": "Tent {{ x }}", "pieces": "many", "admin": "yes"}
    state, ignored = with_page(
        DialogueState(), page, ["checkout", "secret"], slots, language="english"
    )
    assert ignored == ("secret", "pieces", "admin")
    assert state.values == {"product": "Tent {{ x }}"}
    assert state.open_contexts == {"checkout"}
    assert not state.has_just_asked
    after = state.after_message()
    assert (after.open_contexts, after.values) == (frozenset(), state.values)
    state, ignored = with_page(after, page, [], {"product": None}, language="english")
    assert (ignored, state.values) == ((), {})


def test_what_a_visitor_has_said_in_a_form_stays(tmp_path: Path) -> None:
    page = load(tmp_path, PAGE).page
    spoken = DialogueState(slots={"product": SlotValue("Boots", "form")})
    for of_forms, value in ((("product",), "Boots"), ((), "Tent")):
        state, _ = with_page(
            spoken, page, [], {"product": "Tent"}, language="english", of_forms=of_forms
        )
        assert state.values == {"product": value}
