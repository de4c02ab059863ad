"""Explanations: figures of the very answer that the bot gives."""

from copy import copy
from dataclasses import replace

import numpy as np
import pytest

from chatbot.dialogue.bot import Bot
from chatbot.dialogue.state import DialogueState
from chatbot.explanation.explain import MOST_VOTES, NEAREST, Explanation, explain
from chatbot.model.bundle import GRAPH, Bundle
from chatbot.model.classifier import IntentClassifier
from chatbot.model.onnx_graph import OnnxGraph

NEW = DialogueState()
MESSAGES = ("hello", "how much is a violin lesson", "helo, hw mch are leson", "", "🦉", "x " * 900)


@pytest.fixture(params=MESSAGES, ids=["word", "words", "typos", "empty", "owl", "endless"])
def explained(request: pytest.FixtureRequest, bot: Bot) -> Explanation:
    return explain(bot, request.param, NEW)


def test_it_speaks_of_the_answer_that_the_bot_gives(explained: Explanation, bot: Bot) -> None:
    reply = bot.reply(explained.text, NEW)
    assert explained.answer.intent == reply.intent
    assert explained.answer.fallback == reply.fallback
    assert explained.decision.candidates[: len(reply.candidates)] == reply.candidates
    assert explained.ranking[0].calibrated == reply.confidence
    answered = "ask" if reply.quick_replies else "answer"
    assert explained.decision.kind == ("fallback" if reply.fallback else answered)


def test_words_attention_and_gates_go_together(explained: Explanation) -> None:
    tokens = tuple(word.token for word in explained.words)
    assert explained.reading.steps == tokens
    if tokens:
        assert explained.reading.attention is not None
        assert explained.reading.attention.shape == (4, len(tokens))
        assert explained.reading.attention.sum(axis=1) == pytest.approx(np.ones(4), abs=1e-5)
        for lstm in explained.reading.lstms:
            assert len(lstm.gates.cell) == len(lstm.activity.change) == len(tokens)
    assert len(explained.nearest) <= NEAREST


def test_probabilities_add_up_to_one(explained: Explanation) -> None:
    assert sum(ranked.calibrated for ranked in explained.ranking) == pytest.approx(1)
    assert sum(ranked.raw for ranked in explained.ranking) == pytest.approx(1)
    assert [ranked.intent for ranked in explained.ranking] == [
        ranked.intent for ranked in explained.decision.ranking
    ]


def test_it_says_by_what_a_word_is_known(bot: Bot) -> None:
    words = explain(bot, "hello hellooo lessoned 🦉", NEW).words
    assert [word.known for word in words] == ["word", "parts", "stem", "no"]
    assert words[0].weight > 0
    assert words[1].weight == words[3].weight == 0
    assert words[2].stem == "lesson"


def test_it_says_what_a_misspelt_word_is_read_as(bot: Bot) -> None:
    misspelt = explain(bot, "helloo there", NEW)
    word = misspelt.words[0]
    assert (word.token, word.read_as, word.known) == ("helloo", "hello", "word")
    assert word.shown == "helloo → hello"
    assert misspelt.words[1].shown == "there"
    assert misspelt.nearest == explain(bot, "hello there", NEW).nearest


def test_it_says_as_what_words_are_read_that_are_not_understood_otherwise(
    bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = bot.predict("hello there")
    monkeypatch.setattr(bot, "predict", lambda _: reading)
    words = explain(bot, "cello there", NEW).words
    assert [word.shown for word in words] == ["cello → hello", "there"]


def test_the_votes_are_those_of_the_linear_branch(bot: Bot) -> None:
    explained = explain(bot, "hello", NEW)
    assert explained.votes
    best = bot.classifier.labels.index(explained.ranking[0].intent)
    features = bot.classifier.extractor.encode(["hello"])
    table = bot.classifier.graph.outputs(features, ["term_logits"])["term_logits"]
    logits = features.terms.weights * table[:, best]
    assert max(logits, key=abs) == pytest.approx(explained.votes[0].logit)
    assert len(explained.votes) <= MOST_VOTES
    assert ("hello", False) in {(vote.term, vote.is_part) for vote in explained.votes}
    assert any(vote.term == "hell…" and vote.is_part for vote in explained.votes)


def test_a_model_without_votes_and_attention_is_explained_too(bot: Bot, bundle: Bundle) -> None:
    """Such as one that was trained before its graph told them."""

    class Silent(OnnxGraph):
        """The same graph, whose other outputs nobody may ask for."""

        def __init__(self, graph: bytes) -> None:
            super().__init__(graph)
            self.output_names = ("logits",)

    silent = IntentClassifier(
        Silent(bundle.parts[GRAPH]),
        bot.classifier.extractor,
        bot.classifier.labels,
        bot.classifier.calibration,
    )
    explained = explain(Bot(silent, bot.intents), "hello", NEW)
    assert explained.votes is None
    assert explained.reading.attention is None
    assert explained.answer.intent == explain(bot, "hello", NEW).answer.intent


def test_open_contexts_change_what_is_possible(bot: Bot) -> None:
    waiting = next(intent for intent in bot.intents if intent.context_filter)
    closed = explain(bot, waiting.patterns[0], NEW)
    opened = explain(bot, waiting.patterns[0], NEW.after_message(opened=waiting.context_filter[:1]))
    assert waiting.tag not in {ranked.intent for ranked in closed.ranking}
    assert opened.contexts == waiting.context_filter[:1]
    expected = {ranked.intent for ranked in opened.ranking if ranked.expected}
    assert waiting.tag in expected
    (hidden,) = [effect for effect in closed.effects if effect.intent == waiting.tag]
    assert (hidden.factor, hidden.contexts) == (0, waiting.context_filter)
    (boosted,) = [effect for effect in opened.effects if effect.intent == waiting.tag]
    assert boosted.factor == pytest.approx(3)
    assert boosted.contexts == waiting.context_filter[:1]
    assert boosted.probability == hidden.probability > 0.01


def test_a_calibration_shows_in_the_confidences(bot: Bot) -> None:
    classifier = copy(bot.classifier)
    classifier.calibration = replace(classifier.calibration, temperature=4.0)
    hotter = explain(Bot(classifier, bot.intents), "hello", NEW).ranking[0]
    assert hotter.calibrated < hotter.raw
    assert hotter.raw == explain(bot, "hello", NEW).ranking[0].raw
