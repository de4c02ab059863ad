"""What was taught since the intent files were written: patterns, and intents that are new."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from chatbot.intents.checks import check_file, compared, repeated_tags
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths, read_file
from chatbot.intents.intent_set import CLARIFICATION_TAG, Intent, IntentSet
from chatbot.located_json.source import JsonSource


@dataclass(frozen=True, slots=True)
class Additions:
    """Patterns, each as (tag, text), and new intents, of which responses alone are needed."""

    patterns: tuple[tuple[str, str], ...] = ()
    intents: tuple[Intent, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.patterns or self.intents)

    def joined_to(self, intents: IntentSet) -> IntentSet:
        """Return the intents with these patterns, and with the new ones at the end.

        The files are right where both speak of the same: an intent that they have is not new, a
        pattern that it has is not repeated, and a message among its `tests` is not learnt. A
        pattern of an intent that is nowhere is left out: its author took the intent away.
        """
        known = {intent.tag: intent for intent in intents}
        for new in self.intents:
            there = known.setdefault(new.tag, new)
            known[new.tag] = _with_patterns(there, new.patterns)
        for tag in dict.fromkeys(tag for tag, _ in self.patterns):
            if tag in known:
                taught = (text for its_tag, text in self.patterns if its_tag == tag)
                known[tag] = _with_patterns(known[tag], taught)
        return IntentSet(tuple(known.values()))


def _with_patterns(intent: Intent, texts: Iterable[str]) -> Intent:
    taken = {compared(text) for text in (*intent.patterns, *intent.tests)}
    new = {key: text for text in texts if (key := compared(text)) and key not in taken}
    return replace(intent, patterns=(*intent.patterns, *new.values())) if new else intent


LONGEST_TAG = 80

LONGEST_RESPONSE = 4000

_NOWHERE = "new intent"


def new_intent_problems(tag: str, response: str, path: Path) -> list[str]:
    """Return what is wrong with a new intent beside those of the files: a sentence each."""
    document = {"intents": [{"tag": tag, "responses": [response]}]}
    new = check_file(JsonSource.from_bytes(_NOWHERE, json.dumps(document).encode()))
    try:
        files = [read_file(file) for file in intent_paths(path)]
    except IntentsError:
        files = []  # whoever loads them is told
    problems = [*new.problems, *repeated_tags([*files, new])]
    said = [problem.message for problem in problems if problem.file == _NOWHERE]
    if tag.strip() == CLARIFICATION_TAG:
        said.append("No message means the clarification: choose another tag.")
    for name, text, longest in (
        ("tag", tag, LONGEST_TAG),
        ("response", response, LONGEST_RESPONSE),
    ):
        if len(text) > longest:
            said.append(f"A {name} of a new intent has at most {longest:,} characters: shorten it.")
    return said
