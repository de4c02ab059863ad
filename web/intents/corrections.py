"""Corrections of the answers of intent files, until they are in the files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.text.comparison import is_blank
from web.accounts.tables import LARGEST_ID
from web.core import audit
from web.core.database import as_typed, utc_now
from web.core.errors import RefusedError
from web.core.locks import take_turn
from web.curation import service as curated
from web.curation.fitting import unfit_corrections
from web.curation.tables import CorrectedAnswer
from web.http.numbers import number
from web.http.translation import _, localised
from web.intents.answers import ListedAnswer, listed_answers, texts_of
from web.intents.files import unfit_on_disk

LONGEST_ANSWER = 4000


class CorrectionError(RefusedError):
    """An answer cannot be corrected; the text gives the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class AnswerEdit:
    """Text for an answer of an intent.

    `answer` is the key of the text in the files, `shown` that of the text before the editor.
    """

    tag: str
    answer: str
    shown: str
    text: str


def correct(session: Session, who: str, edit: AnswerEdit, intents: Path) -> bool:
    """Correct an answer of the files at `intents`; False if that changes nothing.

    The text of the files takes a correction back. Raises CorrectionError.
    """
    take_turn(session, "corrections")  # or two editors could correct the same answer
    waiting = curated.waiting_corrections(session)
    intent = _intent(edit.tag, intents)
    unfit = unfit_on_disk(intents, map(curated.correction_of, waiting))
    answer = _answer(edit.answer, texts_of(listed_answers(intent, intent, waiting, unfit)))
    text = as_typed(edit.text)
    if text == answer.text.replace("\r\n", "\n").strip():
        return False
    _check_turn(answer, edit)
    before = answer.correction.text_before if answer.correction else answer.text
    if answer.correction and text == before.strip():
        take_back(session, who, answer.correction.id)
        return True
    _check_text(text, before, intent, waiting)
    row = answer.correction or CorrectedAnswer(tag=intent.tag, text_before=before)
    row.text_after, row.who, row.created_at = text, who, utc_now()
    _save(session, row, answer.text, intents)
    return True


def take_back(session: Session, who: str, number: int) -> CorrectedAnswer:
    """Delete a waiting correction, and return it; raises CorrectionError."""
    take_turn(session, "corrections")
    is_id = 0 < number <= LARGEST_ID
    row = session.get(CorrectedAnswer, number, populate_existing=True) if is_id else None
    if row is None:
        raise CorrectionError(_("There is no such correction any more: somebody took it back."))
    if row.pulled_at is not None:
        raise CorrectionError(_("This correction is in the intent files already: correct it anew."))
    session.delete(row)
    details = {"intent": row.tag, "before": row.text_before, "after": row.text_after}
    audit.note(session, who, "answer.take_back", f"correction {number}", **details)
    return row


def _answer(key: str, listed: Iterable[ListedAnswer]) -> ListedAnswer:
    answer = next((answer for answer in listed if key and answer.key == key), None)
    if answer is None:
        raise CorrectionError(
            _(
                "The intent files have this answer no more: somebody changed it there. Compare"
                " yours with those below."
            )
        )
    return answer


def _save(session: Session, row: CorrectedAnswer, shown: str, intents: Path) -> None:
    session.add(row)
    session.flush()
    _check_files(session, row, intents)
    details = {"intent": row.tag, "before": shown, "after": row.text_after}
    audit.note(session, row.who, "answer.correct", f"correction {row.id}", **details)


def _intent(tag: str, intents: Path) -> Intent:
    try:
        intent = IntentSet.load(intents).get(tag)
    except IntentsError as error:
        raise CorrectionError(
            _(
                "The intent files have problems, so their answers cannot be corrected here: solve"
                " the problems first."
            )
        ) from error
    if intent is None:
        raise CorrectionError(_("The intent files have no intent %(tag)s any more.", tag=tag))
    return intent


def _check_turn(answer: ListedAnswer, edit: AnswerEdit) -> None:
    row = answer.correction
    if row and answer.shown != edit.shown:
        raise CorrectionError(
            _(
                "%(who)s corrected this answer meanwhile, and yours was not saved. Compare the"
                " two, and save again to replace theirs.",
                who=row.who,
            )
        )
    if not row and answer.key != edit.shown:
        raise CorrectionError(
            _(
                "Somebody took the correction of this answer back meanwhile, and yours was not"
                " saved. Save again to correct it all the same."
            )
        )


def _check_text(text: str, before: str, intent: Intent, waiting: list[CorrectedAnswer]) -> None:
    if is_blank(text):
        raise CorrectionError(_("The answer is blank: write one."))
    if len(text) > LONGEST_ANSWER:
        raise CorrectionError(
            _("An answer has at most %(most)s characters: shorten it.", most=number(LONGEST_ANSWER))
        )
    if before not in intent.responses:
        return  # a part of an answer: two cards may have the same button
    drafts = (row.text_after for row in waiting if row.tag == intent.tag)
    if text in (*intent.responses, *drafts):
        raise CorrectionError(
            _("%(tag)s has this answer already: word it differently.", tag=intent.tag)
        )


def _check_files(session: Session, row: CorrectedAnswer, intents: Path) -> None:
    """Refuse a correction with which the files would have problems that they have not without."""
    correction = curated.correction_of(row)
    others = map(curated.correction_of, curated.waiting_corrections(session))
    first = [other for other in others if other != correction]
    if reason := unfit_corrections(intents, (*first, correction)).get(correction):
        raise CorrectionError(localised(reason))
