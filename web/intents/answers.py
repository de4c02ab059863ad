"""Answers of an intent on its page, with their corrections."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chatbot.intents.responses.repeats import response_parts
from web.curation import service as curated
from web.curation.tables import CorrectedAnswer

if TYPE_CHECKING:
    from chatbot.intents.additions import Correction
    from chatbot.intents.intent_set import Intent
    from chatbot.intents.responses.rich import RichResponse


@dataclass(frozen=True, slots=True)
class ListedAnswer:
    """Answer as the next training learns it, with a waiting correction.

    `key` names the answer in forms; empty for one that cannot be corrected in the browser. A
    correction in `vain` is not learnt: its answer is `gone` from the files, has several bubbles, or
    stands beside the text after, or the files do not bear it, for the reason in `unfit`.
    """

    text: str
    key: str = ""
    rich: RichResponse | None = None
    correction: CorrectedAnswer | None = None
    vain: bool = False
    gone: bool = False
    unfit: str = ""

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

    `corrections` are all that wait, `unfit` those that the files do not bear. An answer of several
    bubbles cannot be corrected.
    """
    if in_files is None:
        parts = response_parts(intent.responses, intent.rich)
        return tuple(ListedAnswer(text, rich=rich) for text, rich in parts)
    waiting = {row.text_before: row for row in corrections if row.tag == intent.tag}
    fit = [row for row in waiting.values() if curated.correction_of(row) not in unfit]
    learnt = curated.additions_of(corrections=fit).corrections_of(in_files)
    answers = []
    for text, rich in dict.fromkeys(response_parts(in_files.responses, in_files.rich)):
        row = waiting.pop(text, None)
        key = "" if rich and rich.bubbles else answer_key(text)
        reason = unfit.get(curated.correction_of(row), "") if row else ""
        is_vain = row is not None and text not in learnt
        shown = learnt.get(text, text)
        answers.append(ListedAnswer(shown, key, rich, row, is_vain, unfit=reason))
    gone = [row for row in waiting.values() if row.text_after not in in_files.responses]
    in_vain = (ListedAnswer(row.text_after, "", None, row, vain=True, gone=True) for row in gone)
    return (*answers, *in_vain)
