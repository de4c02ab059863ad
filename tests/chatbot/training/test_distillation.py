"""A student that learns the answers of a teacher on the sentence encoder."""

from pathlib import Path

import numpy as np
import pytest

from chatbot.dataset.examples import NO_EXAMPLES
from chatbot.encoder.files import FOLDER_VARIABLE
from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import PATTERNS, VECTORS
from chatbot.training.config import TrainingConfig
from chatbot.training.network import Network
from chatbot.training.progress import EpochProgress
from chatbot.training.task import TrainingTask

CHATTER = ["do you also teach the banjo", "lovely weather, is it not", "   ", "the banjo!"]


@pytest.fixture(scope="module")
def task(small_intents: IntentSet, encoder_folder: Path) -> TrainingTask:
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv(FOLDER_VARIABLE, str(encoder_folder))
        config = TrainingConfig(epochs=2, architecture="distilled")
        return TrainingTask.of(small_intents, config, CHATTER)


@pytest.fixture(scope="module")
def training(task: TrainingTask) -> tuple[Network, list[EpochProgress]]:
    progress: list[EpochProgress] = []
    return task.train_network(task.examples, NO_EXAMPLES, progress.append), progress


def test_a_student_answers_much_as_its_teacher(
    task: TrainingTask, training: tuple[Network, list[EpochProgress]]
) -> None:
    student, _ = training
    assert student.teacher
    sentences = [tuple(task.splitter.words(text)) for text in CHATTER[:2]]
    sentences += task.examples.sentences[::4]
    best, taught = (
        np.array([output.logits.argmax() for output in network.outputs(sentences)])
        for network in (student, student.teacher)
    )
    assert (best == taught).mean() > 0.8


def test_a_student_needs_its_table_in_place_of_the_encoder(
    training: tuple[Network, list[EpochProgress]],
) -> None:
    student, _ = training
    assert student.teacher
    assert VECTORS in student.parts()
    assert PATTERNS not in student.parts()
    assert VECTORS not in student.teacher.parts()


def test_teacher_and_student_are_one_progress(
    training: tuple[Network, list[EpochProgress]],
) -> None:
    _, progress = training
    assert [epoch.epoch for epoch in progress] == [1, 2, 3, 4]
    assert {epoch.epochs for epoch in progress} == {4}


def test_unlabelled_texts_are_answered_by_the_teacher(task: TrainingTask) -> None:
    assert task.teaching
    words = {tuple(task.splitter.words(text)) for text in CHATTER if text.strip()}
    assert {*task.teaching.unlabelled} == words


def test_made_up_messages_of_held_out_patterns_are_not_learnt(task: TrainingTask) -> None:
    assert task.teaching
    kept = task.examples.take(np.arange(len(task.examples) // 2))
    learnt = {*kept.sentences}
    made_up = {message.words for message in task.teaching.made_up}
    allowed = {m.words for m in task.teaching.made_up if m.patterns <= learnt}
    messages = {*task.teaching.messages(kept.sentences, ())}
    assert messages & made_up - learnt == allowed - learnt
    assert messages >= learnt | {*task.teaching.unlabelled}


def test_auto_trains_a_student_where_there_are_messages_enough(
    small_intents: IntentSet, encoder_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(encoder_folder))
    few, many = (
        TrainingTask.of(small_intents, TrainingConfig(), [f"lesson {i}" for i in range(count)])
        for count in (1_999, 2_000)
    )
    assert few.teaching is None
    assert few.plan.shape.architecture == "pretrained"
    assert many.teaching
    assert many.plan.shape.architecture == "distilled"
    teacher = many.of_teacher()
    assert teacher.plan.shape == few.plan.shape
    assert teacher.encoder
    assert many.encoder is None
    assert teacher.teaching is None
