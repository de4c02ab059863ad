"""Bot: a message and the state of the conversation in, a reply out."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial
from math import isnan
from os import PathLike
from typing import TYPE_CHECKING

from chatbot.dialogue.action_calls import NO_ANSWERS, ActionAnswers, ActionCall
from chatbot.dialogue.pattern_index import PatternIndex
from chatbot.dialogue.questions import answer_both, with_halves
from chatbot.dialogue.quick_replies import chosen_tag, quick_replies
from chatbot.dialogue.responses import ResponseSelector, SelectedResponse
from chatbot.dialogue.rules import WordRules
from chatbot.dialogue.state import DialogueState, SlotValue
from chatbot.encoder.files import EncoderError
from chatbot.encoder.word_pieces import EncoderPieceReader, PieceReader
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import FALLBACK_TAG, Intent, IntentSet
from chatbot.intents.responses.bubble import BETWEEN_BUBBLES, Bubble
from chatbot.model.bundle import INTENTS, TAGGER, Bundle, DamagedBundleError
from chatbot.model.classifier import IntentClassifier
from chatbot.model.decision import Decision, RankedIntent
from chatbot.model.prediction import Prediction
from chatbot.text.markup.response import response_spans
from chatbot.text.markup.span import Span

if TYPE_CHECKING:
    from chatbot.dialogue.action_calls import ActionAnswer
    from chatbot.dialogue.actions import MessageActions
    from chatbot.dialogue.form_dialogue import FormDialogue
    from chatbot.dialogue.form_step import FormStep
    from chatbot.dialogue.page_values import PageSlots
    from chatbot.entities.learnt import SpanFinder

MAX_ALTERNATIVES = 5


@dataclass(frozen=True, slots=True)
class Reply:
    """Response to a message, the decision behind it, and the next state of the conversation.

    `intent` is the intent of the response: the fallback and the question back are intents, too. The
    `quick_replies` are the author's; a question back has a text for each candidate, and a text sent
    back is answered, likely or not. `slots` are the values of a form, in a reply that asks for more
    or completes it, and those that an action gave. `bubbles` are those of a reply that is more than
    a text; its `text` has all of their words. With a `call`, the reply is that to an action
    without an answer.
    """

    text: str
    intent: str
    decision: Decision
    quick_replies: tuple[str, ...]
    state: DialogueState
    slots: Mapping[str, str] = field(default_factory=dict)
    bubbles: tuple[Bubble, ...] = ()
    call: ActionCall | None = None

    @property
    def spans(self) -> tuple[Span, ...]:
        """Text as links, emphasis and plain text."""
        return response_spans(self.text)

    @property
    def fallback(self) -> bool:
        """True where the fallback was given."""
        return self.decision.kind == "fallback"

    @property
    def confidence(self) -> float:
        """Confidence of the best intent, also if too low for an answer."""
        best = self.decision.best
        return best.confidence if best else 0.0

    @property
    def alternatives(self) -> tuple[RankedIntent, ...]:
        """Best intents other than the answered intent, at most MAX_ALTERNATIVES."""
        first = 1 if self.decision.kind == "answer" else 0
        return self.decision.ranking[first:][:MAX_ALTERNATIVES]

    @property
    def candidates(self) -> tuple[str, ...]:
        """Prediction set; empty for a message out of scope."""
        return () if self.decision.out_of_scope else self.decision.candidates

    @property
    def coverage(self) -> float:
        """Share of the prediction sets with the true intent, for messages with an intent."""
        return self.decision.coverage


class Bot:
    """Answers messages. Holds no conversation: the same bot serves all conversations."""

    def __init__(
        self,
        classifier: IntentClassifier,
        intents: IntentSet,
        rng: random.Random | None = None,
        tagger: SpanFinder | None = None,
    ) -> None:
        """Take the parts of a bot; a `tagger` finds the values of learnt entities."""
        self.intents = intents
        self.classifier = classifier
        self._responses = ResponseSelector(intents, rng)
        self._allowed = lru_cache(maxsize=256)(partial(AllowedIntents.of, intents))
        self._splitter = classifier.extractor.splitter
        self._index = PatternIndex(intents, self._splitter)
        self._rules = WordRules(self._index, self._splitter)
        self._forms = _form_dialogue(intents, self._splitter.language, tagger)
        self._has_actions = any(intent.action for intent in intents)

    @classmethod
    def from_bundle(cls, bundle: Bundle) -> Bot:
        """Return the bot in a bundle.

        Raises DamagedBundleError if the parts make no bot, and EncoderError if the network reads
        word pieces and the encoder is missing.
        """
        try:
            intents = IntentSet.from_json(bundle.text(INTENTS))
            classifier = IntentClassifier.from_bundle(bundle)
            tagger = _tagger(bundle, classifier.extractor.pieces)
            bot = cls(classifier, intents, tagger=tagger)
            bot.try_out()
        except EncoderError:
            raise
        except Exception as error:  # whatever the parts hold: onnxruntime's have no common base
            raise DamagedBundleError(
                "This model archive holds no bot that this version of Recollect can read"
                f" ({type(error).__name__}). Train the model again or restore the file."
            ) from error
        return bot

    @classmethod
    def load(cls, path: str | PathLike[str]) -> Bot:
        """Return the bot in a bundle's file. Raises BundleError or EncoderError."""
        return cls.from_bundle(Bundle.load(path))

    @property
    def has_changed_encoder(self) -> bool:
        """True if the sentence encoder was written over: the bot is to be loaded anew."""
        pieces = self.classifier.extractor.pieces
        return isinstance(pieces, EncoderPieceReader) and pieces.encoder.has_changed

    def reply(self, text: str, state: DialogueState | None = None) -> Reply:
        """Reply to `text` in a conversation with `state`; without a state, a conversation begins.

        Any text gets a reply: empty, endless and meaningless texts get the fallback.
        """
        return self.answer(text, self.predict(text), state or DialogueState())

    def predict(self, text: str) -> Prediction:
        """Return the prediction for `text`, independent of any conversation."""
        prediction = self.classifier.predict(text)
        if self._forms:
            prediction = replace(prediction, mentions=self._forms.find(text))
        if self._index.intents_with(prediction.words):
            return prediction
        return with_halves(prediction, text, self.classifier)

    def answer(
        self,
        text: str,
        prediction: Prediction,
        state: DialogueState,
        answers: ActionAnswers = NO_ANSWERS,
    ) -> Reply:
        """Reply to `text`, given the prediction, and the `answers` of actions.

        The bot calls nothing itself: the `call` of the reply is to be answered by `read_answer`.
        """
        decision = self.decide(text, prediction, state)
        actions = self._actions(text, answers) if self._has_actions else None
        if self._forms is None:
            if state.slots or state.form:
                names = {slot.name for slot in self.intents.page.slots}
                state = state.without_form().without_slots(names)
            return self._reply(decision, state, actions)
        state = self._forms.remembered(prediction.mentions, state)
        step = self._forms.step(text, prediction, decision, state)
        if step is None:
            return self._reply(decision, state, actions)
        return self._form_reply(step, decision, actions)

    def on_page(
        self, state: DialogueState, contexts: Collection[str], slots: PageSlots
    ) -> tuple[DialogueState, tuple[str, ...]]:
        """Return the state on a page that gives contexts and slots, and the names left out.

        Only what the author declares for pages is taken.
        """
        from chatbot.dialogue.page_values import with_page  # which other bots never load

        forms = [intent.form for intent in self.intents if intent.form]
        of_forms = {slot.name for form in forms for slot in form.slots}
        declaration, language = self.intents.page, self._splitter.language
        return with_page(state, declaration, contexts, slots, language=language, of_forms=of_forms)

    def read_answer(self, call: ActionCall, body: bytes) -> ActionAnswer:
        """Read the answer of a webhook, checked like an author's; raises ActionAnswerError."""
        from chatbot.dialogue.action_answers import ActionAnswerError, read_answer
        from chatbot.dialogue.actions import is_empty

        intent = self._intent(call.intent)
        answer = read_answer(body, intent, self.intents, self._splitter.language)
        state = DialogueState(slots={name: SlotValue(value) for name, value in call.slots})
        if is_empty(answer, self._responses, intent, state):
            raise ActionAnswerError("answer_empty")
        return answer

    def _actions(self, text: str, answers: ActionAnswers) -> MessageActions:
        from chatbot.dialogue.actions import MessageActions  # which other bots never load

        return MessageActions(text, answers, self._splitter.language)

    def _form_reply(
        self, step: FormStep, decision: Decision, actions: MessageActions | None
    ) -> Reply:
        """Reply of a step of a form; another question of the message is answered before it."""
        if step.is_aside:
            others = tuple(tag for tag in decision.candidates if not self._intent(tag).form)
            decision = replace(decision, candidates=others)
            reply = self._reply(decision, step.state, actions, asks=bool(step.text))
            reply = _with_question(reply, step.text)
            step = replace(step, text="")
        elif step.kind == "failed":
            reply = self._reply(decision.because("form_failed"), step.state)
        else:
            # The action is that of the completed form: nothing is called for a question.
            actions = actions if step.kind == "completed" else None
            reply = self._reply(decision.taken_by_form(step.intent), step.state, actions)
        if step.kind == "completed":
            return self._completed(step, reply)
        state = step.state.after_message(closed=self._intent(step.intent).context_filter)
        return replace(
            reply,
            text=step.text or reply.text,
            bubbles=() if step.text else reply.bubbles,
            quick_replies=step.quick_replies,
            slots={**reply.slots, **step.values},
            state=reply.state if step.is_aside else state,
        )

    def _completed(self, step: FormStep, reply: Reply) -> Reply:
        """Reply of a completed form, which asks again for a value that its action has refused.

        An action without an answer has put the form back into the state, to be confirmed again.
        """
        assert self._forms is not None, "only a bot with forms completes one"
        values = {**step.values, **reply.slots}
        again = self._forms.asked_again(step.intent, reply.state)
        if again is None:
            state = reply.state if reply.state.form else reply.state.without_form()
            return replace(reply, state=state, slots=values)
        return replace(
            _with_question(reply, again.text),
            quick_replies=again.quick_replies,
            slots=again.values,
            state=again.state,
        )

    def _reply(
        self,
        decision: Decision,
        state: DialogueState,
        actions: MessageActions | None = None,
        *,
        asks: bool = False,
    ) -> Reply:
        """Reply of a decision: the responses of its intents, and those of their actions.

        Follow-up questions are left out where the reply `asks` something else, and but at the end.
        """
        intents, offered = self._intents_to_give(decision)
        responses = self._selected(intents, state, actions)
        last = None if asks else responses[-1]
        responses = [r if r is last else r.without_question() for r in responses]
        buttons = [text for response in responses for text in response.quick_replies]
        # An error answers nothing: what was open stays open, for another try.
        answered = [i for i, r in zip(intents, responses, strict=True) if r.is_final]
        return Reply(
            text=BETWEEN_BUBBLES.join(response.text for response in responses),
            intent=intents[0].tag,
            decision=decision,
            quick_replies=tuple(dict.fromkeys((*offered, *buttons))),
            slots={name: value for r in responses for name, value in r.slots.items()},
            bubbles=_bubbles(responses),
            call=next((response.call for response in responses if response.call), None),
            state=responses[-1].state.after_message(
                [name for intent in answered for name in intent.context_set],
                [name for intent in answered for name in intent.context_filter],
                offered,
                {name: turns for i in answered for name, turns in i.lifespans.items()},
            ),
        )

    def _selected(
        self, intents: Iterable[Intent], state: DialogueState, actions: MessageActions | None
    ) -> list[SelectedResponse]:
        """Responses of intents, each in the state after the one before."""
        responses: list[SelectedResponse] = []
        for intent in intents:
            if actions and intent.action:
                responses.append(actions.response(self._responses, intent, state))
            else:
                responses.append(self._responses.select(intent, state))
            state = responses[-1].state
        return responses

    def decide(self, text: str, prediction: Prediction, state: DialogueState) -> Decision:
        """Decide on a message: a quick reply of the last question back is answered always.

        Rules about words go before the network, and two questions get two answers if both are sure.
        """
        allowed = self.allowed(state)
        decision = prediction.decide(allowed)
        tag = chosen_tag(state.offered, text)
        if tag == FALLBACK_TAG:
            return decision.because("none_of_these")
        if tag and self.intents.get(tag):
            return decision.choosing(tag)
        just_asked = state.has_just_asked
        halves = [
            [
                self._rules.applied(
                    half, part.words, part.decide(allowed), allowed, has_just_asked=just_asked
                )
                for half, part in zip(pair.texts, pair.predictions, strict=True)
            ]
            for pair in prediction.halves
        ]
        words = prediction.words
        whole = self._rules.applied(text, words, decision, allowed, has_just_asked=just_asked)
        return answer_both(whole, halves)

    def allowed(self, state: DialogueState) -> AllowedIntents:
        """Return the intents allowed by the open contexts of a conversation."""
        return self._allowed(state.open_contexts, state.latest_contexts)

    def try_out(self) -> None:
        """Raise some error where the parts of the bot do not fit together."""
        labels = self.classifier.labels
        if not 0 < len({*labels} & {intent.tag for intent in self.intents}) == len(labels):
            raise ValueError("The labels are not intents.")
        for text in ("", self._intent(labels[0]).patterns[0]):
            prediction = self.predict(text)
            if len(prediction.output.logits) != len(labels) + 1:
                raise ValueError("The graph has other intents than the labels.")
            reply = self.answer(text, prediction, DialogueState())
            scope = reply.decision.scope
            if isnan(reply.confidence + reply.coverage + scope.score + scope.threshold):
                raise ValueError("The calibration gives no numbers.")

    def _intents_to_give(self, decision: Decision) -> tuple[list[Intent], dict[str, str]]:
        """Intents to respond with, and the tags of the quick replies by text."""
        if decision.kind == "fallback":
            return [self._responses.fallback], {}
        if decision.kind == "answer":
            return [self._intent(tag) for tag in decision.candidates], {}
        offered = quick_replies([self._intent(tag) for tag in decision.offered], self._splitter)
        return [self._responses.clarification], offered

    def _intent(self, tag: str) -> Intent:
        intent = self.intents.get(tag)
        assert intent is not None, "a bundle's labels are the tags of its intents"
        return intent


def _bubbles(responses: Sequence[SelectedResponse]) -> tuple[Bubble, ...]:
    """Bubbles to show, if any response is more than a text."""
    if not any(response.bubbles for response in responses):
        return ()
    return tuple(bubble for response in responses for bubble in response.shown)


def _with_question(reply: Reply, question: str) -> Reply:
    """Reply with the question of a form below it."""
    if not reply.text:
        return replace(reply, text=question, bubbles=())
    shown = reply.bubbles or (Bubble(reply.text),)
    text = BETWEEN_BUBBLES.join(filter(None, (reply.text, question)))
    return replace(reply, text=text, bubbles=(*shown, Bubble(question)) if question else shown)


def _tagger(bundle: Bundle, pieces: PieceReader | None) -> SpanFinder | None:
    if TAGGER not in bundle.parts:
        return None
    from chatbot.model.tagger import EntityTagger  # which other bots never load

    return EntityTagger.from_bundle(bundle, pieces)


def _form_dialogue(
    intents: IntentSet, language: str, tagger: SpanFinder | None
) -> FormDialogue | None:
    if not any(intent.form for intent in intents):
        return None
    from chatbot.dialogue.form_dialogue import FormDialogue  # which other bots never load

    return FormDialogue(intents, language, tagger)
