"""Edits of new intents, until they are in the intent files."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from web.core import audit
from web.core.database import as_typed, storable
from web.core.errors import RefusedError
from web.core.locks import take_turn
from web.curation.tables import CuratedExample, CuratedIntent, InboxDecision
from web.http.translation import _
from web.inbox.new_intent_wording import problem_sentences
from web.intents.catalogue import catalogue

MOST_RESPONSES = 20


class NewIntentError(RefusedError):
    """A new intent cannot be changed; the text gives the reason and the remedy."""


@dataclass(frozen=True, slots=True)
class NewIntentEdit:
    """Tag and number of responses of a new intent after an edit."""

    tag: str
    responses: int
    changed: bool = True


def edit(
    session: Session, who: str, number: int, tag: str, responses: Sequence[str], intents: Path
) -> NewIntentEdit:
    """Change the tag and the responses of a waiting intent; raises NewIntentError.

    Blank responses are left out. Waiting examples and decisions of the intent follow the new tag.
    """
    take_turn(session, "decisions")  # or another decision could make an intent of the same tag
    intent = _waiting(session, number)
    tag = storable(tag).strip()
    texts = tuple(text for response in responses if (text := as_typed(response)))
    before = {"tag": intent.tag, "responses": list(intent.responses)}
    after = {"tag": tag, "responses": list(texts)}
    if before == after:
        return NewIntentEdit(tag, len(texts), changed=False)
    _check(session, intent, tag, texts, intents)
    if tag != intent.tag:
        _rename(session, intent.tag, tag)
    intent.tag, intent.response, intent.further_responses = tag, texts[0], list(texts[1:])
    audit.note(
        session, who, "intent.edit", f"decision {intent.decision_id}", before=before, after=after
    )
    return NewIntentEdit(tag, len(texts))


def _waiting(session: Session, number: int) -> CuratedIntent:
    intent = session.get(CuratedIntent, number, with_for_update=True)
    if intent is None:
        raise NewIntentError(_("There is no such new intent any more: somebody took it back."))
    if intent.pulled_at is not None:
        raise NewIntentError(
            _("%(tag)s is in the intent files already: change it there.", tag=intent.tag)
        )
    return intent


def _check(
    session: Session, intent: CuratedIntent, tag: str, texts: tuple[str, ...], intents: Path
) -> None:
    # Imported here for the checks of files: most processes never read any.
    from chatbot.intents.new_intent import new_intent_problems

    if not texts:
        raise NewIntentError(_("An intent has an answer: write one."))
    if len(texts) > MOST_RESPONSES:
        raise NewIntentError(
            _("A new intent has at most %(most)d answers: leave some out.", most=MOST_RESPONSES)
        )
    if tag != intent.tag and catalogue(session, intents).intents.get(tag):
        raise NewIntentError(_("There is an intent %(tag)s already: choose another name.", tag=tag))
    problems = dict.fromkeys(
        problem for text in texts for problem in new_intent_problems(tag, text, intents)
    )
    if problems:
        raise NewIntentError(problem_sentences(problems))


def _rename(session: Session, old: str, new: str) -> None:
    session.execute(
        sa.update(CuratedExample).filter_by(intent=old, pulled_at=None).values(intent=new)
    )
    session.execute(sa.update(InboxDecision).filter_by(intent=old).values(intent=new))
