"""Catalogue of the intents for assigning messages."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from sqlalchemy.orm import Session

from chatbot.intents.errors import IntentsError
from chatbot.intents.forms.templates import filled
from chatbot.intents.intent_set import CLARIFICATION_TAG, FALLBACK_TAG, IntentSet
from chatbot.located_json.problems import Problem
from chatbot.text.comparison import comparison_key
from web.conversations.messages import StoredMessage
from web.curation import service as curated
from web.intents.files import Stamps, stamps
from web.models import live_bot


@dataclass(frozen=True)
class Catalogue:
    """Intents with all additions; `problem` is the first problem of unreadable files."""

    intents: IntentSet
    problem: Problem | None = None

    @property
    def tags(self) -> list[str]:
        """Intents to assign a message to, sorted; the fallback even where the files have none."""
        return sorted(
            {FALLBACK_TAG, *(intent.tag for intent in self.intents)} - {CLARIFICATION_TAG}
        )

    def owner(self, text: str, but: str) -> str | None:
        """Intent other than `but` with the text among the patterns."""
        return next((tag for tag in self._owners.get(comparison_key(text), ()) if tag != but), None)

    def knows(self, text: str, tag: str) -> bool:
        """True if the text is among the patterns or the tests of the intent."""
        intent = self.intents.get(tag)
        texts = (*intent.patterns, *intent.tests) if intent else ()
        return comparison_key(text) in map(comparison_key, texts)

    def has_response(self, answer: StoredMessage) -> bool:
        """True if the answer is a response of its intent, and no question of a form or the like."""
        intent = self.intents.get(answer.intent or "")
        responses = intent.responses if intent else ()
        return any(filled(text, answer.slots) == answer.text for text in responses)

    @cached_property
    def _owners(self) -> Mapping[str, list[str]]:
        owners: dict[str, list[str]] = {}
        for intent in self.intents:
            for pattern in intent.patterns:
                owners.setdefault(comparison_key(pattern), []).append(intent.tag)
        return owners


def catalogue(session: Session, path: Path) -> Catalogue:
    """Current intents of the files, or of the live model if the files have problems."""
    added = curated.additions(session)
    try:
        return Catalogue(added.joined_to(_loaded(path, stamps(path))))
    except IntentsError as error:
        problem = error.problems[0]
    live = live_bot.usable_bot(session)
    return Catalogue(added.joined_to(live.bot.intents if live else IntentSet(())), problem)


@lru_cache(maxsize=1)
def _loaded(path: Path, _stamps: Stamps) -> IntentSet:
    return IntentSet.load(path)
