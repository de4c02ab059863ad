"""Stories and rules of Rasa, as contexts, responses and tests."""

from pathlib import Path

from chatbot.intents.formats.exports.export import export_files
from chatbot.intents.formats.reader import import_intents
from chatbot.intents.intent_set import Intent, IntentSet
from tests.chatbot.intents.formats.reading import by_tag, counts, read_files


def test_yes_means_another_thing_after_each_question(tmp_path: Path) -> None:
    nlu = "".join(
        f"- intent: {name}\n  examples: |\n    - say {name}\n" for name in ("tea", "cake", "yes")
    )
    stories = "".join(
        f"- story: {name}\n  steps:\n  - intent: {name}\n  - action: utter_{name}\n"
        f"  - intent: yes\n  - action: utter_more_{name}\n"
        for name in ("tea", "cake")
    )
    responses = "".join(
        f"  utter_{name}:\n  - text: With {name}?\n  utter_more_{name}:\n  - text: More {name}.\n"
        for name in ("tea", "cake")
    )
    imported = read_files(
        tmp_path,
        {"a.yml": f"nlu:\n{nlu}\nstories:\n{stories}", "domain.yml": f"responses:\n{responses}"},
    )
    assert imported.intents == (
        Intent("tea", ("say tea",), ("With tea?",), ("after_tea",)),
        Intent("cake", ("say cake",), ("With cake?",), ("after_cake",)),
        Intent("yes", ("say yes",), ("More tea.",), (), ("after_tea",)),
        Intent("yes_after_cake", ("say yes",), ("More cake.",), (), ("after_cake",)),
    )


def test_an_intent_with_one_answer_after_many_depends_on_none(tmp_path: Path) -> None:
    nlu = "".join(
        f"- intent: {name}\n  examples: |\n    - say {name}\n" for name in ("tea", "cake", "bye")
    )
    stories = "".join(
        f"- story: {name}\n  steps:\n  - intent: {name}\n  - action: utter_{name}\n"
        "  - intent: bye\n  - action: utter_bye\n"
        for name in ("tea", "cake")
    )
    responses = "".join(f"  utter_{n}:\n  - text: T {n}\n" for n in ("tea", "cake", "bye"))
    imported = read_files(
        tmp_path,
        {"a.yml": f"nlu:\n{nlu}\nstories:\n{stories}", "domain.yml": f"responses:\n{responses}"},
    )
    assert by_tag(imported)["bye"] == Intent("bye", ("say bye",), ("T bye",))
    assert not any(intent.context_set for intent in imported.intents)


def test_two_messages_in_a_row_are_one_answer(tmp_path: Path) -> None:
    text = """
nlu:
- intent: joke
  examples: |
    - tell me a joke
responses:
  utter_joke:
  - text: A horse comes into a bar.
  - text: Knock knock.
  utter_laugh:
  - text: Ha!
rules:
- rule: joke
  steps:
  - intent: joke
  - action: utter_joke
  - action: utter_laugh
"""
    imported = read_files(tmp_path, {"bot.yml": text})
    assert imported.intents[0].responses == ("A horse comes into a bar.\nHa!", "Knock knock.\nHa!")


def test_messages_of_test_stories_become_tests(tmp_path: Path) -> None:
    text = """
nlu:
- intent: greet
  examples: |
    - hello
stories:
- story: test
  steps:
  - user: |
      good day to [you](person)
    intent: greet
  - user: hello
    intent: greet
  - action: utter_greet
"""
    imported = read_files(tmp_path, {"bot.yml": text})
    assert imported.intents == (Intent("greet", ("hello",), tests=("good day to you",)),)
    assert counts(imported)["trained_test"] == 1


def test_a_rule_of_the_fallback_is_read_though_no_domain_lists_it(tmp_path: Path) -> None:
    bot = """
version: "3.1"
intents: [greet: {triggers: action_look}]
nlu: [{intent: greet, examples: '- hello'}]
responses: {utter_once_more: [{text: Once more?}]}
rules:
- {rule: else, steps: [{intent: nlu_fallback}, {action: utter_once_more}]}
- {rule: unheard, steps: [{intent: wave}, {action: utter_once_more}]}
"""
    imported = read_files(tmp_path, {"bot.yml": bot})
    assert by_tag(imported)["fallback"] == Intent("fallback", (), ("Once more?",))
    assert counts(imported) == {"action": 1, "empty_intent": 1}


def test_contexts_that_our_export_noted_are_there_once(tmp_path: Path) -> None:
    tea = Intent("tea", ("tea",), ("With milk?",), ("after_tea",))
    intents = (tea, Intent("yes", ("yes",), ("Here you are.",), (), ("after_tea",)))
    for path, data in export_files(IntentSet(intents), "rasa").items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    assert import_intents(tmp_path).intents == intents


CHECKPOINTS = """
intents: [greet, leave, yes, no]
nlu:
- {intent: greet, examples: '- hello'}
- {intent: leave, examples: '- I quit'}
- {intent: yes, examples: '- yes'}
- {intent: no, examples: '- no'}
responses:
  utter_greet: [{text: Hello.}]
  utter_sure: [{text: Are you sure?}]
  utter_gone: [{text: Gone.}]
  utter_stay: [{text: Then stay.}]
rules:
- {rule: greet, conversation_start: true, steps: [{intent: greet}, {action: utter_greet}]}
stories:
- story: leave
  steps: [{intent: leave}, {action: utter_sure}, {checkpoint: asked}]
- story: "yes"
  steps: [{checkpoint: asked}, {intent: "yes"}, {action: utter_gone}, {checkpoint: end}]
- story: "no"
  steps: [{checkpoint: asked}, {or: [{intent: "no"}, {intent: greet}]}, {action: utter_stay}]
"""


def test_a_story_goes_on_at_a_checkpoint(tmp_path: Path) -> None:
    imported = read_files(tmp_path, {"bot.yml": CHECKPOINTS})
    assert imported.intents == (
        Intent("greet", ("hello",), ("Hello.",)),
        Intent("leave", ("I quit",), ("Are you sure?",), ("after_leave",)),
        Intent("yes", ("yes",), ("Gone.",), (), ("after_leave",)),
        Intent("no", ("no",), ("Then stay.",), (), ("after_leave",)),
        Intent("greet_after_leave", ("hello",), ("Then stay.",), (), ("after_leave",)),
    )
    assert counts(imported) == {"story_step": 1, "condition": 1}
