"""Files of a Rasa 3 bot: training data, domain, rules, and stories for contexts.

All that Rasa has no place for is in `metadata`, where Rasa leaves it alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml

from chatbot.intents.context_fields import written_awaited, written_openings
from chatbot.intents.formats.annotations import plain_text
from chatbot.intents.formats.exports.rasa_forms import DomainForms
from chatbot.intents.formats.rasa_nlu import FALLBACK_INTENTS, OWN_KEY
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.marks.mark import MarkedPattern, written_form
from chatbot.intents.marks.writing import as_object, inline
from chatbot.intents.responses.fields import rich_lines

_VERSION = "3.1"
_LOOP = "active_loop"
_OTHER_SIGNS = re.compile(r"[^\w-]+")
_MARKS = re.compile(r"\](?=[({\[])")
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)


class _Block(str):
    """Text to be written as a block of lines."""


class _Dumper(_DUMPER):  # type: ignore[misc, valid-type]
    """Writer of YAML that knows blocks, and never writes aliases."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


_Dumper.add_representer(
    _Block,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|"),
)


def rasa_files(intents: IntentSet) -> dict[str, bytes]:
    """The files of a bot by their paths."""
    names = _names(intents)
    forms = DomainForms(intents, names)
    sections = forms.items(_examples)
    noted = forms.noted_entities(sections)
    items = [item for i in intents if (item := _item(i, names[i.tag], forms, noted))]
    answered = [i for i in intents if i.responses or i.action or i.tag in forms.by_tag]
    files: dict[str, dict[str, Any]] = {
        "data/nlu.yml": {"nlu": [*items, *sections]},
        "data/rules.yml": {"rules": [rule for i in answered for rule in _rules(i, names, forms)]},
        "data/stories.yml": {"stories": list(_stories(intents, names, forms))},
        "domain.yml": _domain(intents, names, forms),
    }
    return {path: _yaml({"version": _VERSION} | content) for path, content in files.items()}


def _domain(intents: IntentSet, names: Mapping[str, str], forms: DomainForms) -> dict[str, Any]:
    responses = {
        f"utter_{names[intent.tag]}": [
            {"text": text} for text in map(forms.texts(intent).texts.get, intent.responses)
        ]
        for intent in intents
        if intent.responses
    }
    actions = dict.fromkeys(
        step["action"] for intent in intents for step in _called(intent, names[intent.tag])
    )
    return {
        "intents": list(names.values()),
        **forms.domain(),
        "responses": responses | forms.questions(),
        **({"actions": list(actions)} if actions else {}),
    }


def _called(intent: Intent, name: str) -> list[dict[str, Any]]:
    """The step of an action, whose program is to be written for Rasa."""
    return [{"action": intent.action.rasa or f"action_{name}"}] if intent.action else []


def _names(intents: IntentSet) -> dict[str, str]:
    """Names for Rasa by tags: of letters, digits, _ and -, and none of Rasa's own."""
    names: dict[str, str] = {}
    taken = {*FALLBACK_INTENTS, "default"}
    for intent in intents:
        name = free = _OTHER_SIGNS.sub("_", intent.tag).strip("_") or "intent"
        number = 1
        while free in taken:
            number += 1
            free = f"{name}_{number}"
        taken.add(free)
        names[intent.tag] = free
    return names


def _item(
    intent: Intent, name: str, forms: DomainForms, entities: Mapping[str, Any]
) -> dict[str, Any] | None:
    """Training data of an intent, None for one that has neither patterns nor metadata.

    `entities` are noted beside the form, as far as it has them.
    """
    slots = intent.form.slots if intent.form else ()
    used = dict.fromkeys(slot.entity.name for slot in slots if slot.entity.name in entities)
    noted = forms.noted(intent) | {"entities": {name: entities[name] for name in used}}
    own = _own(intent, name) | {key: value for key, value in noted.items() if value}
    if not intent.patterns and not own:
        return None
    metadata = {"metadata": {OWN_KEY: own}} if own else {}
    return {"intent": name, **metadata, "examples": _examples(_marked(intent, forms))}


def _own(intent: Intent, name: str) -> dict[str, Any]:
    values: dict[str, Any] = {
        "tag": intent.tag if name != intent.tag else "",
        "description": intent.description,
        "context_set": written_openings(intent),
        "context_filter": written_awaited(intent),
        "rich": rich_lines(intent),
        "tests": list(intent.tests),
    }
    return {key: value for key, value in values.items() if value}


def _marked(intent: Intent, forms: DomainForms) -> list[str]:
    """Patterns, with marks of the learnt entities of forms.

    Where Rasa would read other ones, the marks are in an object.
    """
    marked = []
    for pattern in intent.patterns:
        marks = [m for m in intent.marks.get(pattern, ()) if _is_learnt(forms, m.entity)]
        written = inline(pattern, marks)
        is_plain = plain_text(pattern)[0] == pattern and pattern.isprintable()
        is_safe = is_plain and plain_text(written)[0] == pattern
        form = written if is_safe else as_object(pattern, marks)
        marked.append(MarkedPattern(pattern, form) if marks else pattern)
    return marked


def _is_learnt(forms: DomainForms, name: str) -> bool:
    return name in forms.entities and forms.entities[name].kind == "learnt"


def _examples(patterns: Sequence[str]) -> Any:
    """A block with a line for each pattern, or a list if a pattern is not safe in a line."""
    if all(_reads_alike(pattern) for pattern in patterns):
        return _Block("".join(f"- {_with_marks(pattern)}\n" for pattern in patterns))
    return [
        {"text": _with_marks(pattern)}
        if _reads_alike(pattern)
        else {"text": _without_marks(pattern), "metadata": {OWN_KEY: written_form(pattern)}}
        for pattern in patterns
    ]


def _with_marks(pattern: str) -> str:
    return str(written_form(pattern))


def _reads_alike(pattern: str) -> bool:
    """True if Rasa's reader, and ours, take the pattern as it is."""
    is_plain = plain_text(pattern)[0] == pattern and not pattern.startswith("-")
    return (
        is_plain
        and isinstance(written_form(pattern), str)
        and pattern == pattern.strip()
        and pattern.isprintable()
    )


def _without_marks(pattern: str) -> str:
    """The pattern on one line, with a space where Rasa would see a mark of an entity."""
    return " ".join(_MARKS.sub("] ", pattern).split()).lstrip("- ")


def _rules(
    intent: Intent, names: Mapping[str, str], forms: DomainForms
) -> Iterator[dict[str, Any]]:
    form, name = forms.by_tag.get(intent.tag), names[intent.tag]
    if form:
        ended = _ended(name if intent.responses else "")
        steps = [{"action": form}, *ended, *_called(intent, name)]
        yield {"rule": f"end of {form}", "condition": [{_LOOP: form}], "steps": steps}
    if intent.tag == CLARIFICATION_TAG or intent.context_filter:
        return
    if intent.tag == FALLBACK_TAG:
        yield {
            "rule": "fallback",
            "steps": _steps("nlu_fallback", name if intent.responses else ""),
        }
    if intent.patterns or intent.tag != FALLBACK_TAG:
        steps = [{"intent": name}, *_begun(form)] if form else _answered(intent, name)
        yield {"rule": name, "steps": steps}


def _stories(
    intents: IntentSet, names: Mapping[str, str], forms: DomainForms
) -> Iterator[dict[str, Any]]:
    """Exchanges of two steps: an intent that opens a context, and one that waits for it."""
    openers: dict[str, list[Intent]] = {}
    for intent in intents:
        for context in intent.context_set:
            openers.setdefault(context, []).append(intent)
    for intent in intents:
        befores = {o.tag: o for c in intent.context_filter for o in openers.get(c, [])}
        is_answered = intent.responses or intent.tag in forms.by_tag
        for opener in befores.values() if is_answered else ():
            first, second = names[opener.tag], names[intent.tag]
            steps = [*_turn(opener, names, forms), *_turn(intent, names, forms)]
            yield {"story": f"{first}, {second}", "steps": steps}


def _turn(intent: Intent, names: Mapping[str, str], forms: DomainForms) -> list[dict[str, Any]]:
    """An intent, its form, and the answer."""
    name, form = names[intent.tag], forms.by_tag.get(intent.tag)
    answer = name if intent.responses else ""
    if form:
        return [{"intent": name}, *_begun(form), *_ended(answer), *_called(intent, name)]
    return _answered(intent, name)


def _answered(intent: Intent, name: str) -> list[dict[str, Any]]:
    """An intent, its answer, and its action."""
    return [*_steps(name, name if intent.responses else ""), *_called(intent, name)]


def _begun(form: str) -> list[dict[str, Any]]:
    return [{"action": form}, {_LOOP: form}]


def _ended(response: str) -> list[dict[str, Any]]:
    slots = [{"requested_slot": None}]
    return [{_LOOP: None}, {"slot_was_set": slots}, *_steps("", response)[1:]]


def _steps(intent: str, response: str) -> list[dict[str, Any]]:
    action = [{"action": f"utter_{response}"}] if response else []
    return [{"intent": intent}, *action]


def _yaml(value: dict[str, Any]) -> bytes:
    text = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)
    assert isinstance(text, str)
    return text.encode()
