"""Rasa: training data, domain, stories and rules, of versions 1 to 3.

Files of Rasa 1 in Markdown and JSON are brought into the shape of the YAML files first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from chatbot.intents.dialects.foreign.other_files import is_rasa_nlu
from chatbot.intents.formats.draft import ImportDraft
from chatbot.intents.formats.exchanges import joined_variants, place_exchanges
from chatbot.intents.formats.forms.own_forms import read_own_entities, read_own_form
from chatbot.intents.formats.forms.rasa_forms import PLACEHOLDER, RasaForms
from chatbot.intents.formats.forms.rasa_paths import FormPaths, Step
from chatbot.intents.formats.forms.rasa_questions import RasaQuestions
from chatbot.intents.formats.rasa_markdown import is_rasa_markdown, parse_markdown
from chatbot.intents.formats.rasa_nlu import RasaTags, items_of_json, own_metadata, read_items
from chatbot.intents.formats.rasa_stories import (
    Turn,
    declare_heard,
    exchanges,
    read_step,
    read_turns,
    said_texts,
    test_messages,
    unconditional,
)
from chatbot.intents.formats.sources.documents import Document
from chatbot.intents.intent_set import FALLBACK_TAG

_KEYS = ("nlu", "stories", "rules", "responses", "templates")
_FALLBACK_RESPONSES = ("utter_default", "utter_fallback", "utter_out_of_scope")


def recognises(document: Document) -> bool:
    """True for a file of a Rasa bot."""
    if document.kind == "markdown":
        return is_rasa_markdown(document.value)
    if document.kind == "json":
        return document.has("rasa_nlu_data") or is_rasa_nlu(document.value)
    is_domain = document.has("intents", "version") or document.has("intents", "actions")
    return document.kind == "yaml" and (is_domain or any(document.has(key) for key in _KEYS))


def belongs(document: Document) -> bool:
    """True for the configuration of a bot that finds entities by Duckling."""
    return document.has("pipeline") and "Duckling" in str(document.value["pipeline"])


def read(documents: Sequence[Document], draft: ImportDraft) -> None:
    """Read the files of a bot into the draft."""
    draft.placeholder = PLACEHOLDER
    parts = [_part(draft, document) for document in documents]
    items = _all(draft, parts, "nlu")
    tags = RasaTags.of(items)
    for part in parts:
        _declare(draft, part, tags)
    settled = read_items(draft, items, tags)
    stories = [*_all(draft, parts, "rules"), *_all(draft, parts, "stories")]
    for name, message in test_messages(stories):
        draft.intent(tags.tag(name)).tests.append(message)
    questions = RasaQuestions(draft, parts)
    bases = _drop_bases(draft, items, questions.texts)
    forms = RasaForms(draft, parts)
    paths = FormPaths.of(stories, forms.names)
    _begin_forms(draft, forms, paths, questions, tags)
    _read_own(draft, items, tags)
    forms.count()
    turns = _turns(draft, paths.stories, tags)
    declare_heard(draft, turns, bases)
    turns = unconditional(draft, turns)
    _answer(draft, turns, questions.texts, settled)
    _answer_by_name(draft, turns, questions, tags)


def _part(draft: ImportDraft, document: Document) -> dict[str, Any]:
    if document.kind == "markdown":
        return parse_markdown(document.value)
    if document.kind == "json" and document.has("rasa_nlu_data"):
        data = draft.mapping(document.value["rasa_nlu_data"], document.name)
        return {"nlu": items_of_json(draft, data)}
    return draft.mapping(document.value, document.name)


def _all(draft: ImportDraft, parts: Iterable[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    return [item for part in parts for item in draft.objects(part.get(key), key)]


def _declare(draft: ImportDraft, part: dict[str, Any], tags: RasaTags) -> None:
    """Note the intents of a domain, for their order; the actions that they trigger are lost."""
    intents = part.get("intents")
    for item in intents if isinstance(intents, list) else []:
        name = next(iter(item), None) if isinstance(item, dict) else item
        draft.intent(tags.tag(name))
        settings = item[name] if isinstance(item, dict) and item else None
        triggered = settings.get("triggers") if isinstance(settings, dict) else None
        draft.lose("action", str(triggered), triggered is not None)


def _drop_bases(
    draft: ImportDraft, items: Iterable[dict[str, Any]], responses: dict[str, list[str]]
) -> set[str]:
    """Drop `faq` where there is `faq/opening_hours`: only the parts of it have examples.

    Returns the names of all such intents.
    """
    names = (name for item in items if isinstance(name := item.get("intent"), str))
    bases = {name.partition("/")[0] for name in names if "/" in name}
    for base in bases:
        if f"utter_{base}" not in responses:
            draft.drop_empty(base)
    return bases


def _begin_forms(
    draft: ImportDraft, forms: RasaForms, paths: FormPaths, questions: RasaQuestions, tags: RasaTags
) -> None:
    """Give the forms to the intents that begin them."""
    for name in dict.fromkeys((*forms.names, *paths.beginners)):
        names = paths.beginners.get(name, {})
        intents = [intent for n in names if (intent := draft.present(tags.tag(n)))]
        free = [intent for intent in intents if intent.form is None]
        form = forms.draft_of(name, questions) if free else None
        draft.lose("form", name, form is None or len(free) < len(intents))
        if form:
            ways = paths.cancelled.get(name, ())
            texts = [text for steps in ways for text in _cancellation(steps, questions)]
            form.cancelled = list(dict.fromkeys(texts))
        for intent in free if form else ():
            intent.form = form
    questions.note_buttons(tags)
    for action in paths.skipped:
        draft.lose("story_step", action)
        questions.used.add(action)


def _cancellation(steps: Iterable[Step], questions: RasaQuestions) -> tuple[str, ...]:
    """Texts of the bot when a form is cancelled in one way."""
    turn = Turn((), ())
    for step in steps:
        read_step(turn, step)
    questions.used.update(turn.actions)
    return joined_variants(said_texts(turn, questions.texts))


def _read_own(draft: ImportDraft, items: Iterable[dict[str, Any]], tags: RasaTags) -> None:
    """Read what our own export noted about forms and entities."""
    for item in items:
        own = own_metadata(item)
        if isinstance(own, dict):
            read_own_form(draft, draft.intent(tags.tag(item.get("intent"))), own)
            read_own_entities(draft, own.get("entities"))


def _turns(draft: ImportDraft, stories: Iterable[dict[str, Any]], tags: RasaTags) -> list[Turn]:
    """Turns of stories and rules, with the tags of their intents."""
    return [
        replace(turn, intents=tuple(map(tags.tag, turn.intents)), before=_before(turn, tags))
        for turn in read_turns(draft, stories)
    ]


def _before(turn: Turn, tags: RasaTags) -> tuple[str, ...]:
    before = tuple(map(tags.tag, turn.before))
    fallback = FALLBACK_TAG in (*before, *map(tags.tag, turn.intents))
    return () if fallback else before


def _answer(
    draft: ImportDraft, turns: list[Turn], responses: dict[str, list[str]], settled: set[str]
) -> None:
    """Give the responses to the intents, and contexts to those that follow another one."""
    for turn in turns:
        for tag in settled.intersection(turn.intents):
            intent = draft.intent(tag)
            if not intent.responses:
                intent.responses += joined_variants(said_texts(turn, responses))
    placed, openers = exchanges(draft, turns, responses)
    variants = place_exchanges(draft, [item for item in placed if item.tag not in settled])
    awaited = {context for intent in draft.drafts() for context in intent.context_filter}
    for tag, contexts in openers.items():
        for variant in dict.fromkeys(variants.get(tag, [tag])):
            if variant not in settled:
                draft.intent(variant).context_set += [c for c in contexts if c in awaited]


def _answer_by_name(
    draft: ImportDraft, turns: list[Turn], questions: RasaQuestions, tags: RasaTags
) -> None:
    """Give the response `utter_greet` to `greet`, where no story or rule does."""
    used, responses = set(questions.used), questions.texts
    used |= {action for turn in turns for action in turn.actions}
    names = {tag: name for name, tag in tags.renamed.items()}
    for intent in draft.drafts():
        name = f"utter_{names.get(intent.tag, intent.tag)}"
        if not intent.responses and name in responses:
            intent.responses += responses[name]
            used.add(name)
    questions.note_plain(used - questions.used)
    unused = [name for name in responses if name not in used]
    for name in unused:
        if name in _FALLBACK_RESPONSES and not draft.fallback.responses:
            draft.fallback.responses += responses[name]
        else:
            draft.lose("unused_response", name)
