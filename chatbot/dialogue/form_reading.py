"""Reading of a message within a form: values, corrections, other questions."""

from __future__ import annotations

from dataclasses import dataclass

from chatbot.dialogue.form_step import FormProgress
from chatbot.dialogue.slot_filling import Filling, fill
from chatbot.entities.entity import EntityKind, Mention, Mentions
from chatbot.entities.line import Line, folded, today
from chatbot.entities.whole_replies import joined_values, whole_reply
from chatbot.intents.forms.form import Slot
from chatbot.model.decision import Decision
from chatbot.text.cancellation import is_cancellation
from chatbot.text.clauses import QUESTION_MARKS
from chatbot.text.short_replies import ReplyKind, opening_reply, short_reply

_SURE = 0.9
"""Least confidence of another question that holds a value as well, as in "open on friday?"."""

_OPEN: tuple[EntityKind, ...] = ("learnt", "pattern", "text")
"""Open kinds: their values may be the words of any question."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Message with its words and mentions, and the decision about it without a form.

    `is_answered` is True if the likeliest intent has an answer.
    """

    text: str
    words: tuple[str, ...]
    mentions: Mentions
    decision: Decision
    language: str
    is_answered: bool = True

    @property
    def opening(self) -> ReplyKind | None:
        """Reply at the beginning, as in "no, the 14th"."""
        return opening_reply(self.words, self.language)

    @property
    def reply(self) -> ReplyKind | None:
        """Reply that is the whole message."""
        return short_reply(self.words, self.language)

    def values(self, progress: FormProgress) -> Filling:
        """Values for a form; one behind a "no" corrects the slot that was filled last."""
        form, active, values = progress.form, progress.active, progress.values
        corrected = (active.last, *reversed(values)) if self.opening == "no" else ()
        for slot in filter(None, map(form.slot, corrected)):
            mentions = self.mentions.get(slot.entity, ()) if slot.entity.kind != "text" else ()
            if slot.name in values and any(m.is_sure or not active.asked for m in mentions):
                return fill(form, self.mentions, values, first=slot.name)
        return fill(form, self._answers(form.slot(active.asked)), values, first=active.asked)

    def _answers(self, slot: Slot | None) -> Mentions:
        """Mentions with the whole reply as the value of a learnt slot that is asked for.

        It is one where the tagger finds parts of it, or nothing at all, and the message is about no
        other intent: few marked patterns teach few names.
        """
        is_other = self.decision.kind == "answer" and self.decision.reason != "quick_reply"
        if slot is None or slot.entity.kind != "learnt" or self.opening:
            return self.mentions
        own = self.mentions.get(slot.entity, ())
        line = Line.of(self.text, self.language, today())
        value = joined_values(own, line) if own else None if is_other else whole_reply(line)
        if value is None or self._has_other_value(slot, value):
            return self.mentions
        return {**self.mentions, slot.entity: (value,)}

    def _has_other_value(self, slot: Slot, value: Mention) -> bool:
        """True if a sure value of another entity is in a value."""
        others = (own for entity, own in self.mentions.items() if entity != slot.entity)
        return any(m.is_sure and m.overlaps(value) for mentions in others for m in mentions)

    def cancels(self, progress: FormProgress, filling: Filling) -> bool:
        """True for a cancellation that is no value of the list asked for, as "leave" may be.

        Without the question to confirm, which a training since took away, only a yes is none.
        """
        slot = progress.form.slot(progress.active.asked)
        if slot and filling.values.get(slot.name) in [v.value for v in slot.entity.values]:
            return False
        agrees = progress.active.asked or progress.has_question or filling.values
        return is_cancellation(self.words, self.language) or not (agrees or self.reply == "yes")

    def is_aside(self, progress: FormProgress, filling: Filling) -> bool:
        """True for another question, also one that holds a value or stands where any text may.

        A value alone of a closed kind is none, though it may be a pattern of an intent that is
        told by values; one of an open kind is, where it is a pattern or has a question mark. A
        button below the form's own question is none.
        """
        active, decision = progress.active, self.decision
        slot = progress.form.slot(active.asked)
        is_other = decision.kind == "answer" and decision.candidates[0] != active.intent
        is_button = slot is not None and self.text.strip() in slot.quick_replies
        if not is_other or not self.is_answered or is_button:
            return False
        asks = self.text.rstrip().endswith(QUESTION_MARKS) or decision.reason == "pattern"
        if slot and (slot.entity.kind == "text" or self._is_value(slot)):
            return asks and slot.entity.kind in _OPEN
        if filling.values or filling.refused:
            is_sure = bool(decision.best and decision.best.confidence >= _SURE)
            # "When do you close today?" has a day, also where the form asks for another thing.
            fits = active.asked in filling.values or filling.refused or self.opening == "no"
            return asks and is_sure if fits else asks or is_sure
        # A yes or no to the question of the form may be a pattern of another intent.
        return slot is not None or self.reply is None

    def _is_value(self, slot: Slot) -> bool:
        """True for a value of a slot without any other word."""
        tokens = Line.of(self.text, self.language, today()).tokens
        places = [(m.start, m.end) for m in self.mentions.get(slot.entity, ())]
        return bool(tokens) and (tokens[0].start, tokens[-1].end) in places

    def named_slot(self, progress: FormProgress) -> str:
        """Return the name of the first slot with a value whose words are in it, "" for none."""
        names = ((name, folded(name).split("_")) for name in progress.values)
        return next((name for name, parts in names if {*parts} <= {*self.words}), "")
