"""Bot: a message and the state of the conversation in, a reply out."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache, partial
from math import isnan
from os import PathLike
from typing import TYPE_CHECKING

from chatbot.dialogue.action_calls import NO_ANSWERS, ActionAnswers, ActionCall
from chatbot.dialogue.pattern_index import PatternIndex
from chatbot.dialogue.questions import answer_both, with_halves, with_rest
from chatbot.dialogue.quick_replies import chosen_tag
from chatbot.dialogue.repair import checksum_of, next_step, repaired
from chatbot.dialogue.reply import Reply
from chatbot.dialogue.responder import Responder
from chatbot.dialogue.rules import WordRules
from chatbot.dialogue.state import DialogueState, SlotValue
from chatbot.encoder.files import EncoderError
from chatbot.encoder.word_pieces import EncoderPieceReader, PieceReader
from chatbot.intents.contexts import AllowedIntents
from chatbot.intents.intent_set import FALLBACK_TAG, IntentSet
from chatbot.model.bundle import INTENTS, TAGGER, Bundle, DamagedBundleError
from chatbot.model.classifier import IntentClassifier
from chatbot.model.decision import Decision
from chatbot.model.follow_ups import FollowUp, Predict, next_question, says_little
from chatbot.model.prediction import Prediction
from chatbot.text.impatience import is_angry
from chatbot.text.sentence import sentence
from chatbot.text.short_replies import has_subject

if TYPE_CHECKING:
    from chatbot.dialogue.action_calls import ActionAnswer
    from chatbot.dialogue.actions import MessageActions
    from chatbot.dialogue.form_dialogue import FormDialogue
    from chatbot.dialogue.page_values import PageSlots
    from chatbot.entities.learnt import SpanFinder


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
        self._allowed = lru_cache(maxsize=256)(partial(AllowedIntents.of, intents))
        self._splitter = classifier.extractor.splitter
        self._responder = Responder(intents, self._splitter, rng)
        self._index = PatternIndex(intents, self._splitter)
        self._rules = WordRules(self._index, self._splitter)
        self._forms = _form_dialogue(intents, classifier, tagger)
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
            tagger = _tagger(bundle, intents, classifier.extractor.pieces)
            bot = cls(classifier, intents, tagger=tagger)
            bot.try_out()
        except (EncoderError, DamagedBundleError):
            raise
        except Exception as error:  # whatever the parts hold: onnxruntime's have no common base
            raise DamagedBundleError(
                sentence(
                    "This model archive holds no bot that this version of Recollect can read"
                    " (%(error)s). Train the model again or restore the file.",
                    error=type(error).__name__,
                )
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
        *,
        predict: Predict | None = None,
    ) -> Reply:
        """Reply to `text`, given the prediction, and the `answers` of actions.

        The bot calls nothing itself: the `call` of the reply is to be answered by `read_answer`.
        A follow-up is read behind its question, by the network or by `predict`.
        """
        decision = self.decide(text, prediction, state, predict)
        actions = self._actions(text, answers) if self._has_actions else None
        if self._forms is None:
            if state.slots or state.form:
                names = {slot.name for slot in self.intents.page.slots}
                state = state.without_form().without_slots(names)
            return self._freely(text, prediction, decision, state, actions)
        state = self._forms.remembered(prediction.mentions, state, decision)
        step = self._forms.step(text, prediction, decision, state)
        if step is None:
            return self._freely(text, prediction, decision, state, actions)
        reply = self._responder.form_reply(step, decision, self._forms, actions)
        return reply.after_round(is_doubtful=reply.fallback)

    def _freely(
        self,
        text: str,
        prediction: Prediction,
        decision: Decision,
        state: DialogueState,
        actions: MessageActions | None,
    ) -> Reply:
        """Reply outside of a form; a doubt is a step of a repair."""
        words = prediction.words
        last_words = checksum_of(words)
        is_repeated = last_words != 0 and last_words == state.last_words
        is_same = decision.reason == "follow_up" and decision.candidates[0] == state.last_intent
        is_doubtful = decision.kind != "answer" or is_same
        is_impatient = is_doubtful and (
            is_repeated or is_angry(text, words, self.language, is_first_doubt=not state.doubts)
        )
        step = next_step(decision, state, is_impatient=is_impatient)
        reply = self._responder.reply(repaired(decision, step), state, actions, step=step)
        reply = replace(reply, step=step)
        allowed = self.allowed(state)
        if has_subject(words, self.language) and not self._is_small_talk(decision, allowed):
            question = next_question(state.question, text, decision, allowed)
            reply = replace(reply, state=replace(reply.state, question=question))
        return reply.after_round(is_doubtful=is_doubtful, last_words=last_words)

    def _is_small_talk(self, decision: Decision, allowed: AllowedIntents) -> bool:
        """Return True for a greeting, thanks and the like: no question, and no reply to the bot."""
        tags = {*decision.candidates} if decision.kind == "answer" else set()
        return any(map(self._index.is_small_talk, tags - allowed.expected))

    @property
    def language(self) -> str:
        """Language of the bot, by its English name."""
        return self._splitter.language

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

        intent = self._responder.intent(call.intent)
        answer = read_answer(body, intent, self.intents, self._splitter.language)
        state = DialogueState(slots={name: SlotValue(value) for name, value in call.slots})
        if is_empty(answer, self._responder.responses, intent, state):
            raise ActionAnswerError("answer_empty")
        return answer

    def _actions(self, text: str, answers: ActionAnswers) -> MessageActions:
        from chatbot.dialogue.actions import MessageActions  # which other bots never load

        return MessageActions(text, answers, self._splitter.language)

    def decide(
        self,
        text: str,
        prediction: Prediction,
        state: DialogueState,
        predict: Predict | None = None,
    ) -> Decision:
        """Decide on a message: a quick reply of the last question back is answered always.

        A message that says little alone is read behind the last question.
        """
        allowed = self.allowed(state)
        tag = chosen_tag(state.offered, text)
        if tag == FALLBACK_TAG:
            return prediction.decide(allowed).because("none_of_these")
        if tag and self.intents.get(tag):
            return prediction.decide(allowed).choosing(tag)
        alone = self._alone(text, prediction, allowed, has_just_asked=state.has_just_asked)
        words, language = prediction.words, self.language
        if not state.question or state.form or not says_little(words, alone, allowed, language):
            return alone
        predict = predict or self.classifier.predict
        follow_up = FollowUp(
            text, prediction, state.question, predict, has_gone_round=state.has_gone_round
        )
        return follow_up.followed(alone, allowed, language)

    def _alone(
        self, text: str, prediction: Prediction, allowed: AllowedIntents, *, has_just_asked: bool
    ) -> Decision:
        """Decide on a message by its own words.

        Rules about words go before the network. Two questions get two answers if both are sure; if
        one is, the other stays open.
        """

        def applied(text: str, part: Prediction) -> Decision:
            decision = part.decide(allowed)
            return self._rules.applied(
                text, part.words, decision, allowed, has_just_asked=has_just_asked
            )

        halves = [[*map(applied, pair.texts, pair.predictions)] for pair in prediction.halves]
        whole = applied(text, prediction)
        both = answer_both(whole, halves)
        if both is not whole:
            return both
        texts = [pair.texts for pair in prediction.halves]
        return with_rest(whole, [*zip(texts, halves, strict=True)], self.language)

    def allowed(self, state: DialogueState) -> AllowedIntents:
        """Return the intents allowed by the open contexts of a conversation."""
        return self._allowed(state.open_contexts, state.latest_contexts)

    def try_out(self) -> None:
        """Raise some error where the parts of the bot do not fit together."""
        labels = self.classifier.labels
        if not 0 < len({*labels} & {intent.tag for intent in self.intents}) == len(labels):
            raise ValueError("The labels are not intents.")
        for text in ("", self._responder.intent(labels[0]).patterns[0]):
            prediction = self.predict(text)
            if len(prediction.output.logits) != len(labels) + 1:
                raise ValueError("The graph has other intents than the labels.")
            reply = self.answer(text, prediction, DialogueState())
            scope = reply.decision.scope
            if isnan(reply.confidence + reply.coverage + scope.score + scope.threshold):
                raise ValueError("The calibration gives no numbers.")


def _tagger(bundle: Bundle, intents: IntentSet, pieces: PieceReader | None) -> SpanFinder | None:
    if TAGGER not in bundle.parts:
        return None
    from chatbot.intents.marks.learnt import learnt_entities  # which other bots never load
    from chatbot.model.tagger import EntityTagger

    tagger = EntityTagger.from_bundle(bundle, pieces)
    tagger.require_entities(learnt_entities(intents))
    return tagger


def _form_dialogue(
    intents: IntentSet, classifier: IntentClassifier, tagger: SpanFinder | None
) -> FormDialogue | None:
    if not any(intent.form for intent in intents):
        return None
    from chatbot.dialogue.form_dialogue import FormDialogue  # which other bots never load
    from chatbot.entities.typing_errors import TypingErrors

    extractor = classifier.extractor
    splitter, pieces = extractor.splitter, extractor.pieces
    number = pieces.number if pieces and pieces.is_of_words else None
    errors = TypingErrors(splitter.language, splitter.stem, extractor.has_word, number)
    return FormDialogue(intents, splitter.language, tagger, errors)
