"""watsonx Assistant: workspaces with a dialog, and the CSV of intents."""

from pathlib import Path
from typing import Any

from chatbot.entities.entity import Entity, ListValue
from chatbot.intents.forms.form import Form, Slot
from chatbot.intents.intent_set import Intent
from chatbot.intents.responses.rich import RichResponse
from tests.chatbot.intents.formats.reading import by_tag, counts, read_files, reread


def says(*texts: str, policy: str = "sequential") -> dict[str, Any]:
    """The output of a node."""
    values = [{"text": text} for text in texts]
    return {"generic": [{"response_type": "text", "values": values, "selection_policy": policy}]}


def node(name: str, conditions: str, output: Any = None, **fields: Any) -> dict[str, Any]:
    """A node of the dialog."""
    type_and_name = {"type": "standard", "dialog_node": name}
    return type_and_name | {"conditions": conditions, "output": output or {}} | fields


WORKSPACE: dict[str, Any] = {
    "name": "Shop",
    "language": "en",
    "intents": [
        {"intent": "order", "examples": [{"text": "order tea"}], "description": "Orders."},
        {"intent": "yes", "examples": [{"text": "yes"}, {"text": "sure"}]},
        {"intent": "no", "examples": [{"text": "no"}]},
        {
            "intent": "hours",
            "examples": [{"text": "open on Sunday", "mentions": [{"entity": "day"}]}],
        },
        {"intent": "bye", "examples": [{"text": "bye"}]},
        {"intent": "weather", "examples": [{"text": "will it rain"}]},
        {"intent": "never", "examples": []},
    ],
    "entities": [
        {
            "entity": "day",
            "values": [
                {"type": "synonyms", "value": "Sunday", "synonyms": ["sun", "so"]},
                {"type": "patterns", "value": "date", "patterns": ["[0-9]+"]},
            ],
        }
    ],
    "counterexamples": [{"text": "who are you voting for"}],
    "dialog_nodes": [
        node("n0", "welcome", says("Welcome to the shop!")),
        node("n1", "#order", says("With milk?", "Milk?"), title="tea"),
        node("n2", "#yes", says("With milk it is."), parent="n1"),
        node("n3", "#no && @day", {"text": {"values": ["Without."]}}, parent="n1"),
        node("n4", "true", says("Yes or no?"), parent="n1"),
        node("f1", "", type="folder", title="small talk"),
        node("n5", "#bye || #yes", {"text": "Bye, <? context.name ?>!"}, parent="f1"),
        node("n6", "#hours", {}, context={"asked": True}),
        node("n7", "@day:Sunday", says("Closed."), type="response_condition", parent="n6"),
        node("n8", "anything_else", says("We are open."), type="response_condition", parent="n6"),
        node(
            "n9",
            "#weather",
            {},
            next_step={"behavior": "jump_to", "selector": "body", "dialog_node": "n10"},
        ),
        node("n10", "@day", says("Look out of the window.", "Lines.", policy="multiline")),
        node("n11", "anything_else", says("Pardon?"), actions=[{"name": "call"}]),
        node("n12", "", type="slot", parent="n1"),
        node("n13", "#bye", {"generic": [{"response_type": "image", "source": "a.png"}]}),
    ],
}


def test_a_workspace(tmp_path: Path) -> None:
    imported = read_files(tmp_path, {"skill.json": WORKSPACE})
    assert imported.format == "watsonx"
    assert by_tag(imported) == {
        "order": Intent("order", ("order tea",), ("With milk?", "Milk?"), ("tea",), (), "Orders."),
        "yes": Intent("yes", ("yes", "sure"), ("Bye, <? context.name ?>!",)),
        "yes_after_tea": Intent(
            "yes_after_tea", ("yes", "sure"), ("With milk it is.",), (), ("tea",)
        ),
        "no": Intent("no", ("no",), ("Without.",), (), ("tea",)),
        "hours": Intent("hours", ("open on Sunday",), ("Closed.", "We are open.")),
        "bye": Intent("bye", ("bye",), ("Bye, <? context.name ?>!",)),
        "weather": Intent("weather", ("will it rain",), ("Look out of the window.\nLines.",)),
        "fallback": Intent("fallback", ("who are you voting for",), ("Pardon?",)),
    }
    day = Entity("list", "day", (ListValue("Sunday", ("sun", "so")),))
    assert imported.entities == (day,)
    assert counts(imported) == {
        "greeting": 1,
        "condition": 2,
        "dialog_node": 2,
        "variable": 1,
        "action": 1,
        "slot": 1,
        "rich_response": 1,
        "placeholder": 2,
        "regex": 1,
        "empty_intent": 1,
    }


def handler(name: str, parent: str, event: str, **fields: Any) -> dict[str, Any]:
    """A node that handles an event of a slot."""
    kind = {"type": "event_handler", "dialog_node": name, "parent": parent, "event_name": event}
    return kind | fields


def test_slots_of_a_frame_are_a_form(tmp_path: Path) -> None:
    nodes = [
        node("f", "#order", says("$size pizza for <? $day ?>, <? $day + 1 ?>."), type="frame"),
        handler("h0", "f", "generic", output=says("Hm?")),
        node("s2", "", type="slot", parent="f", variable="$day", previous_sibling="s1"),
        handler("h3", "s2", "focus", output=says("When?")),
        handler("h4", "s2", "input", conditions="@sys-date", context={"day": "<? @sys-date ?>"}),
        node("s1", "", type="slot", parent="f", variable="$size", previous_sibling="h0"),
        handler("h1", "s1", "focus", output=says("Which size?")),
        handler("h2", "s1", "input", conditions="@size", context={"size": "@size"}),
        handler("h5", "s1", "nomatch", output=says("Small or large.")),
        node("s3", "", type="slot", parent="f", variable="$note", previous_sibling="s2"),
        handler("h6", "s3", "input", conditions="@size && true", context={"big": True}),
    ]
    workspace = {
        "intents": [{"intent": "order", "examples": [{"text": "a pizza"}]}],
        "entities": [
            {"entity": "size", "fuzzy_match": False, "values": [{"value": "large"}]},
            {"entity": "sys-date", "values": []},
        ],
        "dialog_nodes": nodes,
    }
    imported = read_files(tmp_path / "bot", {"a.json": workspace})
    size = Entity("list", "size", (ListValue("large"),), fuzzy=False)
    slots = (Slot("size", size, ("Which size?",)), Slot("day", Entity("date"), ("When?",)))
    text = "{{ size }} pizza for {{ day }}, <? $day + 1 ?>."
    assert imported.intents == (Intent("order", ("a pizza",), (text,), form=Form(slots, ("OK.",))),)
    assert counts(imported) == {
        "slot": 1,
        "slot_source": 2,
        "placeholder": 1,
        "cancellation": 1,
        "variable": 1,
    }
    assert reread(imported, tmp_path).intents == imported.intents


def test_a_workspace_within_a_skill(tmp_path: Path) -> None:
    skill = {"name": "Shop", "type": "dialog", "workspace": WORKSPACE}
    assert len(read_files(tmp_path, {"skill.json": skill}).intents) == 8


def test_jumps_in_a_circle_end(tmp_path: Path) -> None:
    jump = {"behavior": "jump_to", "dialog_node": "a"}
    nodes = [node("a", "#hi", {}, next_step=jump)]
    workspace = {"intents": [{"intent": "hi", "examples": [{"text": "hi"}]}], "dialog_nodes": nodes}
    imported = read_files(tmp_path, {"a.json": workspace})
    assert counts(imported)["jump"] == 1


def test_older_jumps_are_followed_and_conditional_responses_of_lost_nodes_are_counted(
    tmp_path: Path,
) -> None:
    nodes = [
        node("a", "#hi", {}, go_to={"dialog_node": "b", "selector": "body"}),
        node("b", "@mood", says("Well?")),
        node("c", "@mood:bad", says("Cheer up."), type="response_condition", parent="b"),
        node("d", "#hi", says("Hi."), go_to={"dialog_node": "b", "selector": "condition"}),
    ]
    workspace = {"intents": [{"intent": "hi", "examples": [{"text": "hi"}]}], "dialog_nodes": nodes}
    imported = read_files(tmp_path, {"a.json": workspace})
    assert imported.intents == (Intent("hi", ("hi",), ("Well?", "Cheer up.", "Hi.")),)
    assert counts(imported) == {"condition": 1, "jump": 1, "dialog_node": 2}


def test_parents_in_a_circle_end(tmp_path: Path) -> None:
    nodes = [
        node("a", "", type="folder", parent="b"),
        node("b", "", type="folder", parent="a"),
        node("c", "#hi", says("Hi."), parent="a"),
    ]
    workspace = {"intents": [{"intent": "hi", "examples": [{"text": "hi"}]}], "dialog_nodes": nodes}
    assert read_files(tmp_path, {"a.json": workspace}).intents == (Intent("hi", ("hi",), ("Hi.",)),)


def test_intents_as_csv(tmp_path: Path) -> None:
    table = 'are you open,hours\n"yes, please",yes\nopen on Sunday?,hours\n'
    imported = read_files(tmp_path, {"intents.csv": table})
    assert imported.format == "csv"
    assert imported.intents == (
        Intent("hours", ("are you open", "open on Sunday?")),
        Intent("yes", ("yes, please",)),
    )


def test_a_reference_to_an_entity_is_a_value_of_it_or_the_example_is_lost(tmp_path: Path) -> None:
    examples = ["a lamp in @colour", "mail a@colour.org", "on @sys-date", "a @shape"]
    workspace = {
        "intents": [{"intent": "buy", "examples": [{"text": text} for text in examples]}],
        "entities": [{"entity": "colour", "values": [{"value": "red"}, {"value": "blue"}]}],
        "dialog_nodes": [],
    }
    imported = read_files(tmp_path, {"a.json": workspace})
    assert imported.intents[0].patterns == ("a lamp in red", "mail a@colour.org", "a @shape")
    assert counts(imported)["template"] == 1


def test_options_are_quick_replies(tmp_path: Path) -> None:
    labels = {"label": "Tea", "value": {"input": {"text": "order tea"}}}, {"label": "Nothing"}
    options = {"response_type": "option", "title": "What may it be?", "options": [*labels]}
    untitled = {**options, "title": ""}
    hello, bye = says("Hello.")["generic"], says("Bye.", "Ciao.")["generic"]
    workspace = {
        "intents": [
            {"intent": "greet", "examples": [{"text": "hi"}]},
            {"intent": "bye", "examples": [{"text": "bye"}]},
        ],
        "dialog_nodes": [
            node("a", "#greet", {"generic": [*hello, options]}),
            node("b", "#bye", {"generic": [*bye, untitled]}),
        ],
    }
    imported = read_files(tmp_path / "bot", {"a.json": workspace})
    rich = RichResponse(("order tea", "Nothing"))
    text = "Hello.\nWhat may it be?"
    assert imported.intents == (
        Intent("greet", ("hi",), (text,), rich={text: rich}),
        Intent("bye", ("bye",), ("Bye.", "Ciao."), rich={"Bye.": rich, "Ciao.": rich}),
    )
    assert counts(imported) == {}
    assert reread(imported, tmp_path).intents == imported.intents


def test_options_below_one_title_of_several_nodes_are_lost(tmp_path: Path) -> None:
    def menu(title: str, *labels: str) -> dict[str, Any]:
        options = [{"label": label} for label in labels]
        return {"generic": [{"response_type": "option", "title": title, "options": options}]}

    workspace = {
        "intents": [{"intent": tag, "examples": [{"text": tag}]} for tag in "abc"],
        "dialog_nodes": [
            node("a", "#a", menu("Please choose one:", "Pizza", "Pasta")),
            node("b", "#b", menu("Please choose one:", "Router", "Phone")),
            node("c", "#c", menu("Or this:\nNow?", "Yes")),
            node("d", "#c", says("Or this:\nNow?")),
        ],
    }
    imported = read_files(tmp_path / "bot", {"a.json": workspace})
    assert [intent.rich for intent in imported.intents] == [{}, {}, {}]
    assert counts(imported) == {"rich_response": 3}
