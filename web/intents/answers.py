"""Answers of an intent on its page, with their corrections."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from chatbot.intents.additions import part_texts
from chatbot.intents.responses.repeats import Part, response_parts
from chatbot.intents.responses.words import WordsKind, with_words, words_of
from web.curation import service as curated
from web.curation.tables import CorrectedAnswer

if TYPE_CHECKING:
    from chatbot.intents.additions import Correction
    from chatbot.intents.intent_set import Intent
    from chatbot.intents.responses.rich import RichResponse


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """Answer as the next training learns it, or one of its parts, with a waiting correction.

    `key` names the text in forms; empty for one that is not corrected as a whole: it has `parts`,
    each of its `kind`. A correction in `vain` is not learnt: its text is `gone` from the files, or
    stands beside the text after, or the files do not bear it, for the reason in `unfit`.
    """

    text: str
    key: str = ""
    rich: RichResponse | None = None
    correction: CorrectedAnswer | None = None
    vain: bool = False
    gone: bool = False
    unfit: str = ""
    kind: WordsKind = "text"
    parts: tuple[ListedAnswer, ...] = ()

    @property
    def is_part_corrected(self) -> bool:
        """True if a part has a correction."""
        return any(part.correction for part in self.parts)

    @property
    def shown(self) -> str:
        """Key of the text that a person sees: another one after another correction."""
        return answer_key(self.text)


def answer_key(text: str) -> str:
    """Key of a text; a text itself comes back from a browser with other line ends."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def listed_answers(
    intent: Intent,
    in_files: Intent | None,
    corrections: Iterable[CorrectedAnswer],
    unfit: Mapping[Correction, str],
) -> tuple[ListedAnswer, ...]:
    """Answers of an intent, `in_files` as the files have it; then the corrections in vain.

    `corrections` are all that wait, `unfit` those that the files do not bear.
    """
    if in_files is None:
        parts = response_parts(intent.responses, intent.rich)
        return tuple(ListedAnswer(text, rich=rich) for text, rich in parts)
    waiting = {row.text_before: row for row in corrections if row.tag == intent.tag}
    fit = [row for row in waiting.values() if curated.correction_of(row) not in unfit]
    drafts = _Drafts(waiting, unfit, curated.additions_of(corrections=fit).corrections_of(in_files))
    different = dict.fromkeys(response_parts(in_files.responses, in_files.rich))
    answers = [drafts.listed(part) for part in different]
    present = {*in_files.responses} | part_texts(in_files)
    gone = [row for before, row in waiting.items() if not {before, row.text_after} & present]
    in_vain = (ListedAnswer(row.text_after, "", None, row, vain=True, gone=True) for row in gone)
    return (*answers, *in_vain)


def texts_of(answers: Iterable[ListedAnswer]) -> Iterator[ListedAnswer]:
    """Return all that can be corrected: answers of a text, and the parts of others."""
    for answer in answers:
        yield from answer.parts or (answer,)


@dataclass(frozen=True, slots=True)
class _Drafts:
    """Waiting corrections of an intent by their texts before, and new texts that are learnt."""

    waiting: Mapping[str, CorrectedAnswer]
    unfit: Mapping[Correction, str]
    learnt: Mapping[str, str]

    def listed(self, part: Part) -> ListedAnswer:
        text, rich = part
        if rich is None or not rich.bubbles:
            return replace(self._text(text), rich=rich)
        words = {words.text: words for words in words_of(rich.bubbles)}
        parts = tuple(replace(self._text(item.text), kind=item.kind) for item in words.values())
        shown, _ = with_words(part, self.learnt)
        row = self.waiting.get(text)  # of a time when it was a single text
        return ListedAnswer(shown, "", rich, row, vain=row is not None, parts=parts)

    def _text(self, text: str) -> ListedAnswer:
        row = self.waiting.get(text)
        reason = self.unfit.get(curated.correction_of(row), "") if row else ""
        is_vain = row is not None and text not in self.learnt
        shown = self.learnt.get(text, text)
        return ListedAnswer(shown, answer_key(text), None, row, is_vain, unfit=reason)
