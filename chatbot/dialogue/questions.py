"""Two questions in one message: each clause is judged by itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from chatbot.dialogue.quick_replies import LONGEST
from chatbot.dialogue.reply import Reply
from chatbot.intents.contexts import AllowedIntents
from chatbot.model.classifier import IntentClassifier
from chatbot.model.decision import Decision, OpenQuestion
from chatbot.model.prediction import Halves, Prediction
from chatbot.text.clauses import are_questions, two_clauses
from chatbot.text.function_words import are_function_words

JudgedClauses = tuple[tuple[str, str], Sequence[Decision]]
"""Texts of two clauses, and the decision for each."""

_LIKELY_IN_WHOLE = 3
"""Places of the ranking for the whole message that the intents of both clauses must be among."""

_POSSIBLE = 0.001
"""Least confidence of the second intent, for the whole message."""

_SURE, _USUAL = 0.9, 0.0
"""Least confidence and score of a clause that is answered: those of the usual good question."""

_UNDERSTOOD = {
    "arabic": "سألت أيضًا: «{}»",
    "danish": "Du spurgte også: “{}”",
    "dutch": "U vroeg ook: “{}”",
    "english": "You also asked: “{}”",
    "finnish": "Kysyit myös: ”{}”",
    "french": "Vous demandiez aussi : « {} »",
    "german": "Gefragt war auch: „{}“",
    "hungarian": "Ezt is kérdezte: „{}”",
    "italian": "C'era anche un'altra domanda: «{}»",
    "norwegian": "Du spurte også: «{}»",
    "portuguese": "Também perguntou: “{}”",
    "romanian": "Ați mai întrebat: „{}”",
    "russian": "Вы также спросили: «{}»",
    "spanish": "También preguntó: «{}»",
    "swedish": "Du frågade också: ”{}”",
}
_NOT_UNDERSTOOD = {
    "arabic": "لم أفهم «{}». هل يمكنك السؤال بكلمات أخرى؟",
    "danish": "Jeg forstod ikke “{}”. Kan du spørge med andre ord?",
    "dutch": "“{}” heb ik niet begrepen. Kunt u het anders vragen?",
    "english": "I did not understand “{}”, though. Could you ask it in other words?",
    "finnish": "En ymmärtänyt kysymystä ”{}”. Voisitko kysyä toisin sanoin?",
    "french": "Je n'ai pas compris « {} ». Pouvez-vous le demander autrement ?",
    "german": "„{}“ habe ich nicht verstanden. Geht es auch mit anderen Worten?",
    "hungarian": "Ezt nem értettem: „{}”. Megkérdezné más szavakkal?",
    "italian": "Non ho capito «{}». Può chiederlo con altre parole?",
    "norwegian": "Jeg forsto ikke «{}». Kan du spørre med andre ord?",
    "portuguese": "Não entendi “{}”. Pode perguntar com outras palavras?",
    "romanian": "Nu am înțeles „{}”. Puteți întreba cu alte cuvinte?",
    "russian": "Я не понял вопрос «{}». Можете спросить другими словами?",
    "spanish": "No entendí «{}». ¿Puede preguntarlo con otras palabras?",
    "swedish": "Jag förstod inte ”{}”. Kan du fråga med andra ord?",
}
_PLAIN_WORDS = re.compile(r"(?:[^\W_]|[ ,'?£$€%-])+")
"""Text without marks of addresses and emphasis: an answer is read as its author's."""


def with_halves(prediction: Prediction, text: str, classifier: IntentClassifier) -> Prediction:
    """Return the prediction with one for each clause, where a message may be two questions.

    That costs nothing for a message of one clause, or with a single intent that may be meant,
    unless both clauses are questions: one of them may be off topic.
    """
    language = classifier.extractor.splitter.language
    clauses = two_clauses(text, language)
    if not _may_mean_two(prediction):
        clauses = tuple(pair for pair in clauses if are_questions(pair, language))
    if not clauses:
        return prediction
    halves = (_halves(texts, classifier) for texts in clauses)
    return replace(prediction, halves=tuple(pair for pair in halves if pair))


def _may_mean_two(prediction: Prediction) -> bool:
    ranking = prediction.ranking(AllowedIntents())
    return len(ranking) > 1 and ranking[1].confidence >= _POSSIBLE


def _halves(texts: tuple[str, str], classifier: IntentClassifier) -> Halves | None:
    splitter = classifier.extractor.splitter
    if any(are_function_words(splitter.words(text), splitter.language) for text in texts):
        return None
    return Halves(texts, (classifier.predict(texts[0]), classifier.predict(texts[1])))


def answer_both(whole: Decision, halves: Sequence[Sequence[Decision]]) -> Decision:
    """Return the decision to answer both clauses, if both are sure, else that on the whole.

    The intents of both are among the likeliest of the message: "bread and butter" is one of them.
    """
    for pair in halves:
        tags = [half.candidates[0] for half in pair if _is_sure(half)]
        likeliest = [ranked.intent for ranked in whole.ranking[:_LIKELY_IN_WHOLE]]
        if len({*tags}) == 2 and {*tags} <= {*likeliest}:
            return replace(whole, reason="two_questions", candidates=tuple(tags))
    return whole


def with_rest(decision: Decision, pairs: Sequence[JudgedClauses], language: str) -> Decision:
    """Return the decision with the question that it leaves open, if both clauses are questions.

    The other one has the answer of the message. Where the message as a whole is not understood,
    the other one is answered if it is sure.
    """
    for texts, halves in pairs:
        if not are_questions(texts, language):
            continue
        for text, half, other in zip(texts, halves, reversed(halves), strict=True):
            tags = _answered(decision, other)
            if tags and tags.isdisjoint(half.candidates):
                rest = OpenQuestion(text, is_understood=half.kind != "fallback")
                return replace(decision.choosing(min(tags), "one_question"), rest=rest)
    return decision


def _answered(whole: Decision, half: Decision) -> set[str]:
    """Intent of a clause that is the answer of the message, or may be; none elsewhere."""
    if whole.kind == "answer":
        return {*whole.candidates} & {*half.candidates} if half.kind == "answer" else set()
    return {*half.candidates} if _is_sure(half) else set()


def _is_sure(half: Decision) -> bool:
    if half.kind != "answer" or half.best is None:
        return False
    return half.best.confidence >= _SURE and half.scope.score >= _USUAL


def naming_rest(reply: Reply, language: str) -> Reply:
    """Return the reply with a sentence about the question that it leaves open, if any.

    A question that is understood can be asked by a quick reply.
    """
    rest = reply.decision.rest
    sentences = _UNDERSTOOD if rest and rest.is_understood else _NOT_UNDERSTOOD
    if not rest or language not in sentences or not _PLAIN_WORDS.fullmatch(rest.text):
        return reply
    reply = reply.with_question(sentences[language].format(rest.text))
    if not rest.is_understood or len(rest.text) > LONGEST:
        return reply
    return replace(reply, quick_replies=(*reply.quick_replies, rest.text))
