"""Knowledge distillation: a student learns the answers of a teacher to unlabelled messages.

(Hinton et al. 2015, https://arxiv.org/abs/1503.02531.)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from chatbot.dataset.made_up import MadeUpMessage, MessageMaker, politeness
from chatbot.dataset.negatives import Sentence
from chatbot.dataset.soft_examples import SoftExamples
from chatbot.encoder.piece_table import PieceTable
from chatbot.encoder.word_pieces import CachedPieceReader
from chatbot.features.extractor import FeatureExtractor
from chatbot.inference import softmax
from chatbot.networks.learner import Learner
from chatbot.networks.logits import logits
from chatbot.text.words import WordSplitter
from chatbot.training.fitting import TrainingData, fit
from chatbot.training.hyperparameters import TrainingSchedule
from chatbot.training.network import Network, NetworkPlan
from chatbot.training.progress import OnEpoch

_ENOUGH, _MOST_MESSAGES = 2_000, 15_000
_MADE_UP_OF_PATTERN, _MOST_MADE_UP = 6, 9_000
_TEMPERATURE = 2.0
"""Divisor of the teacher's logits: unlikely intents tell the student more."""


def is_enough(unlabelled: Sequence[str]) -> bool:
    """Return True for so many texts that a student may well come near its teacher."""
    return len(set(unlabelled)) >= _ENOUGH


@dataclass(frozen=True, slots=True)
class Teaching:
    """Plans of a teacher and a student, and the messages that the teacher answers.

    The teacher reads the vectors of the sentence encoder, the student those of a table.
    """

    teacher: NetworkPlan
    student: NetworkPlan
    unlabelled: Sequence[Sentence]
    made_up: Sequence[MadeUpMessage]

    @classmethod
    def of(
        cls,
        teacher: NetworkPlan,
        student: NetworkPlan,
        patterns: Sequence[Sentence],
        unlabelled: Sequence[str],
        splitter: WordSplitter,
    ) -> Teaching:
        """Return the teaching with the last unlabelled texts; made-up messages replace missing."""
        assert isinstance(student.pieces, PieceTable)
        texts = unlabelled[-_MOST_MESSAGES:]
        sentences = sorted({tuple(splitter.words(text)) for text in texts} - {()})
        room = _MOST_MESSAGES - len(patterns)
        made_up = min(_MADE_UP_OF_PATTERN * len(patterns), _MOST_MADE_UP, room) - len(sentences)
        maker = MessageMaker(patterns, politeness(splitter.language), student.pieces.near_words)
        return cls(teacher, student, sentences, maker.make(max(made_up, 0)))

    def train(
        self,
        labels: tuple[str, ...],
        data: TrainingData,
        splitter: WordSplitter,
        on_epoch: OnEpoch,
    ) -> Network:
        """Train the teacher, then the student; return the student, which has the teacher."""
        learnt = data.examples.sentences
        messages = self.messages(learnt, (*data.off_topic, *data.requests))
        of_teacher, of_student = self._epochs(len(learnt), len(messages))
        buckets = self.teacher.shape.buckets
        extractor = FeatureExtractor.fit(splitter, learnt, buckets, self.teacher.pieces)
        learner = self._fit_teacher(data, extractor, _part(on_epoch, 0, of_student))
        taught = _answers(learner, messages, extractor)
        teacher = Network.of(labels, learner, extractor, data)
        student = Network.train(
            labels,
            replace(data, taught=taught),
            splitter,
            self.student,
            _part(on_epoch, of_teacher, 0),
        )
        return replace(student, teacher=teacher)

    def _epochs(self, examples: int, messages: int) -> tuple[int, int]:
        """Epochs of the teacher, and of the student."""
        teacher = TrainingSchedule.of(self.teacher.hyperparameters, examples)
        student = TrainingSchedule.of(self.student.hyperparameters, examples, messages)
        return teacher.epochs, student.epochs

    def messages(
        self, examples: Sequence[Sentence], off_topic: Sequence[Sentence]
    ) -> tuple[Sentence, ...]:
        """Return the messages to answer, the examples among them; none made of other patterns."""
        learnt = {*examples}
        made_up = (message.words for message in self.made_up if message.patterns <= learnt)
        return tuple(sorted({*learnt, *self.unlabelled, *made_up, *off_topic}))

    def _fit_teacher(
        self, data: TrainingData, extractor: FeatureExtractor, on_epoch: OnEpoch
    ) -> Learner:
        plan = self.teacher
        return fit(data, extractor, plan.shape, plan.hyperparameters, plan.seed, on_epoch)


def _answers(
    teacher: Learner, messages: tuple[Sentence, ...], extractor: FeatureExtractor
) -> SoftExamples:
    assert isinstance(extractor.pieces, CachedPieceReader)
    extractor.pieces.cache(messages)
    targets = softmax(logits(teacher, messages, extractor) / _TEMPERATURE).astype(np.float32)
    return SoftExamples(messages, targets, np.ones(len(messages), np.float32))


def _part(on_epoch: OnEpoch, before: int, after: int) -> OnEpoch:
    """Callback for a part of the epochs, with others before and after."""
    return lambda progress: on_epoch(
        replace(progress, epoch=before + progress.epoch, epochs=before + progress.epochs + after)
    )
