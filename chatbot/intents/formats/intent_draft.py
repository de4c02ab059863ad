"""Draft of an intent, and the intent that becomes of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from chatbot.intents.formats.losses import LossCounter
from chatbot.intents.forms.form import Form
from chatbot.intents.intent_set import Intent
from chatbot.intents.marks.mark import EntityMark, Marks, marks_of
from chatbot.intents.reserved_tags import CLOSE_ALL
from chatbot.intents.responses.repeats import response_key, response_keys, rich_by_key
from chatbot.intents.responses.rich import RichResponse
from chatbot.text.comparison import comparison_key, is_blank

if TYPE_CHECKING:
    from chatbot.intents.formats.forms.form_draft import FormDraft

TextPart = Literal["patterns", "responses", "context_filter"]

_UNFIT = re.compile("[\0\ud800-\udfff]")


@dataclass(slots=True)
class IntentDraft:
    """Intent in the making.

    `aliases` are placeholders of other intents' slots by the names that its texts have for them;
    `originals` are our own texts by those of the other program, as our export noted them.
    `original_tag` is that of the intent that this one is a copy of, for another context.
    """

    tag: str
    patterns: list[str] = field(default_factory=list)
    responses: list[str] = field(default_factory=list)
    context_set: list[str] = field(default_factory=list)
    context_filter: list[str] = field(default_factory=list)
    description: str = ""
    tests: list[str] = field(default_factory=list)
    lifespans: dict[str, int | None] = field(default_factory=dict)
    needs_all: bool = False
    rich: dict[str, RichResponse] = field(default_factory=dict)
    form: FormDraft | None = None
    aliases: dict[str, str] = field(default_factory=dict)
    originals: dict[str, str] = field(default_factory=dict)
    original_tag: str = ""
    _seen: dict[TextPart, tuple[set[str], int]] = field(default_factory=dict)
    _counts: Counter[str] = field(default_factory=Counter)
    _counted: int = 0
    _noted: Counter[str] = field(default_factory=Counter)

    def add_new(
        self, part: TextPart, texts: Iterable[str], key: Callable[[str], str] = str
    ) -> None:
        """Append the texts that are not there; for a part always by the same key."""
        present: list[str] = getattr(self, part)
        seen, count = self._seen.get(part, (set(), 0))
        seen.update(map(key, present[count:]))
        for text in texts:
            if key(text) not in seen:
                seen.add(key(text))
                present.append(text)
        self._seen[part] = seen, len(present)

    def add_response(self, text: str, rich: RichResponse) -> None:
        """Append a response with what is more than its text."""
        if self._counted > len(self.responses):
            self._counts, self._counted = Counter(), 0
        self._counts.update(self.responses[self._counted :])
        self.rich[response_key(text, self._counts[text])] = rich
        self._counted = len(self.responses)
        self.responses.append(text)

    def note_rich(self, text: str, rich: RichResponse) -> None:
        """Note what is more than the text of the next response with it."""
        while (key := response_key(text, self._noted[text])) in self.rich:
            self._noted[text] += 1
        self.rich[key] = rich

    def finished(
        self,
        losses: LossCounter,
        form: Form | None = None,
        learnt: Mapping[str, str] = MappingProxyType({}),
    ) -> Intent | None:
        """The intent, None without patterns and responses; what no file can hold is counted.

        `learnt` are our names of learnt entities, by those of the other program.
        """
        patterns, responses = _kept(self.patterns, losses), _kept(self.responses, losses)
        if not patterns and not responses:
            losses.lose("empty_intent", self.tag)
            losses.lose("form", self.tag, form is not None)
            return None
        tests = self._untrained_tests(patterns, losses)
        return Intent(
            self.tag,
            patterns,
            responses,
            (CLOSE_ALL,) * (CLOSE_ALL in self.context_set) + _names(self.context_set, losses),
            _names(self.context_filter, losses),
            encodable(self.description),
            tests,
            {encodable(name.strip()): turns for name, turns in self.lifespans.items()},
            self.needs_all and len(self.context_filter) > 1,
            form,
            rich=self._rich_of(responses),
            marks=_renamed(marks_of(patterns), learnt),
        )

    def _untrained_tests(self, patterns: Sequence[str], losses: LossCounter) -> tuple[str, ...]:
        tests = _kept(self.tests, losses)
        trained = {comparison_key(text) for text in patterns} if tests else set()
        fresh = tuple(text for text in tests if comparison_key(text) not in trained)
        losses.lose("trained_test", self.tag, len(tests) - len(fresh))
        return fresh

    def _rich_of(self, responses: Sequence[str]) -> dict[str, RichResponse]:
        keys = response_keys(responses)
        pairs = zip(responses, keys, strict=True)
        return rich_by_key([(text, self.rich.get(key)) for text, key in pairs])


def _renamed(marks: Marks, names: Mapping[str, str]) -> dict[str, tuple[EntityMark, ...]]:
    """Marks of entities under their new names; others are left out."""
    pairs = (
        (text, tuple(replace(m, entity=names[m.entity]) for m in own if m.entity in names))
        for text, own in marks.items()
    )
    return {text: kept for text, kept in pairs if kept}


def _kept(texts: Sequence[str], losses: LossCounter) -> tuple[str, ...]:
    visible = [text for text in texts if not is_blank(text)]
    kept = tuple(map(encodable, visible))
    losses.lose("blank_text", count=len(texts) - len(kept))
    changed = [new for old, new in zip(visible, kept, strict=True) if old is not new]
    losses.lose("character", changed[0] if changed else "", len(changed))
    return kept


def _names(names: Sequence[str], losses: LossCounter) -> tuple[str, ...]:
    return tuple(name.strip() for name in _kept([name for name in names if name], losses))


def encodable(text: str) -> str:
    """Return the text with ? for NUL and halves of characters, which no intent file may hold."""
    return _UNFIT.sub("?", text) if _UNFIT.search(text) else text
