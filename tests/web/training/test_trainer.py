"""Runs that end before a model is trained; tests of the worker train for real."""

import os
import signal
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from chatbot.intents.intent_set import Intent, IntentSet
from chatbot.model.bundle import Bundle
from chatbot.training import train as training
from tests.support.trainings import failure_of
from tests.web.conftest import SMALL_INTENTS
from tests.web.training.test_gate import Trained, report
from web.core.locks import LockBusyError, engine_of
from web.curation.tables import CorrectedAnswer
from web.models import versions
from web.training import lifecycle, progress, runs, trainer
from web.training.lifecycle import RunNotWaitingError, TrainingFailedError
from web.training.wording.note import note_sentence

Sessions = sessionmaker[Session]


def requested(sessions: Sessions, **config: str) -> int:
    with sessions.begin() as session:
        return lifecycle.request(session, None, config).id


def state_of(sessions: Sessions, run_id: int) -> runs.Run:
    with sessions.begin() as session:
        assert versions.stored(session) == []
        return runs.get(session, run_id)


def raising(error: BaseException) -> NoReturn:
    raise error


def test_problems_of_the_intents_are_the_reason(sessions: Sessions, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"intents": [{"tag": "a" "patterns": 3}]}')
    run_id = requested(sessions)
    with trainer.turn(sessions), pytest.raises(TrainingFailedError):
        trainer.perform(sessions, run_id, lambda: IntentSet.load(tmp_path), lambda _: None)
    run = state_of(sessions, run_id)
    assert run.status == "failed"
    assert "a.json:1:" in failure_of(run)
    assert "problems in 1 file" in failure_of(run)


def test_a_missing_encoder_is_the_reason(
    sessions: Sessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECOLLECT_ENCODER", str(tmp_path / "none"))
    run_id = requested(sessions, architecture="pretrained")
    with trainer.turn(sessions), pytest.raises(TrainingFailedError):
        trainer.perform(sessions, run_id, lambda: IntentSet.load(SMALL_INTENTS), lambda _: None)
    run = state_of(sessions, run_id)
    assert run.status == "failed"
    assert failure_of(run).endswith("Get it with: flask encoder install")


GERMAN = ("wann ist der Laden offen", "wie kann ich euch sehen", "was kostet das")
INDONESIAN = ("apa yang bisa saya tanya", "kapan toko ini buka", "di mana saya bisa bayar")


@pytest.mark.parametrize(
    ("patterns", "config", "remedy"),
    [
        (GERMAN, {"language": "english"}, "Set RECOLLECT_LANGUAGE=german."),
        (GERMAN, {"language": "german"}, ""),
        (
            INDONESIAN,
            {"language": "english", "architecture": "pretrained"},
            "Set RECOLLECT_LANGUAGE=indonesian.",
        ),
        (INDONESIAN, {"language": "english", "architecture": "wide_deep"}, ""),
    ],
)
def test_the_log_tells_of_another_language(
    sessions: Sessions, patterns: tuple[str, ...], config: dict[str, str], remedy: str
) -> None:
    run_id = requested(sessions, **config)
    alone = IntentSet((Intent("a", patterns, ("A.",)),))
    with trainer.turn(sessions), pytest.raises(TrainingFailedError, match="at least 2 intents"):
        trainer.perform(sessions, run_id, lambda: alone, lambda _: None)
    with sessions() as session:
        log = [note_sentence(line.note) for line in progress.progress(session, run_id).log]
    warnings = [text for text in log if text.startswith("Warning: The patterns look like ")]
    assert [text.endswith(remedy) for text in warnings] == [True] * bool(remedy)


def test_the_log_tells_which_language_the_patterns_are_in(sessions: Sessions) -> None:
    run_id = requested(sessions, language="auto")
    alone = IntentSet((Intent("a", GERMAN, ("A.",)),))
    with trainer.turn(sessions), pytest.raises(TrainingFailedError, match="at least 2 intents"):
        trainer.perform(sessions, run_id, lambda: alone, lambda _: None)
    with sessions() as session:
        log = [note_sentence(line.note) for line in progress.progress(session, run_id).log]
    assert any(text.startswith("Language: German, by the patterns.") for text in log)


def test_a_correction_that_the_files_no_longer_bear_is_not_learnt(
    sessions: Sessions, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bot.json"
    slot = '{"name": "day", "entity": "date", "prompts": ["When?"]}'
    form = f'"form": {{"slots": [{slot}], "cancelled": ["All right."]}}'
    file.write_text(f'[{{"tag": "hi", "patterns": ["hi"], "responses": ["Old.", "Oh."], {form}}}]')
    with sessions.begin() as session:
        rows = (("Old.", "New."), ("Oh.", "To {{ city }}."))
        for before, after in rows:
            session.add(CorrectedAnswer(tag="hi", text_before=before, text_after=after, who="ada"))
    learnt: list[str] = []

    def fit(_sessions: Sessions, _run: int, intents: IntentSet, *_: object) -> NoReturn:
        learnt.extend(text for intent in intents for text in intent.responses)
        raise TrainingFailedError("Enough.")

    monkeypatch.setattr(trainer, "_fit", fit)
    run_id = requested(sessions)
    with trainer.turn(sessions), pytest.raises(TrainingFailedError, match="Enough"):
        trainer.perform(sessions, run_id, lambda: IntentSet.load(file), lambda _: None, files=file)
    assert learnt == ["New.", "Oh."]
    with sessions() as session:
        log = [note_sentence(line.note) for line in progress.progress(session, run_id).log]
    assert any(text.startswith("Warning: Not corrected: “Oh.” of hi, for") for text in log)


def test_an_unexpected_error_is_the_reason(sessions: Sessions) -> None:
    run_id = requested(sessions)
    with trainer.turn(sessions), pytest.raises(ZeroDivisionError):
        trainer.perform(
            sessions, run_id, lambda: raising(ZeroDivisionError("by zero")), lambda _: None
        )
    run = state_of(sessions, run_id)
    assert run.status == "failed"
    assert failure_of(run) == "Training stopped on an unexpected error: ZeroDivisionError: by zero"


def test_ctrl_c_cancels(sessions: Sessions) -> None:
    run_id = requested(sessions)
    with trainer.turn(sessions), pytest.raises(KeyboardInterrupt):
        trainer.perform(sessions, run_id, lambda: raising(KeyboardInterrupt()), lambda _: None)
    assert state_of(sessions, run_id).status == "cancelled"


@pytest.mark.parametrize("transaction", [1, 2])
def test_ctrl_c_amid_a_transaction_cancels_after_it(sessions: Sessions, transaction: int) -> None:
    run_id = requested(sessions)
    commits = 0

    def press(_connection: object) -> None:
        nonlocal commits
        commits += 1
        if commits == transaction:
            os.kill(os.getpid(), signal.SIGINT)

    event.listen(engine_of(sessions), "commit", press)
    with pytest.raises(KeyboardInterrupt):
        trainer.perform(sessions, run_id, lambda: IntentSet.load(SMALL_INTENTS), lambda _: None)
    assert commits == transaction + 1
    assert state_of(sessions, run_id).status == "cancelled"


def test_votes_of_a_run_cancelled_meanwhile_do_not_go_live(
    sessions: Sessions, bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = requested(sessions)

    def solve(*_: object) -> Trained:
        with sessions.begin() as session:
            lifecycle.cancel(session, run_id)
        return Trained(bundle, report(wrong=1))

    monkeypatch.setattr(training, "train_votes", solve)
    monkeypatch.setattr(training, "train", lambda *_: raising(KeyboardInterrupt()))
    with trainer.turn(sessions), pytest.raises(KeyboardInterrupt):
        trainer.perform(sessions, run_id, lambda: IntentSet.load(SMALL_INTENTS), lambda _: None)
    assert state_of(sessions, run_id).status == "cancelled"


def test_a_fault_of_the_votes_costs_them_alone(
    sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_id = requested(sessions)
    busy = OperationalError("INSERT", None, Exception("database is locked"))
    monkeypatch.setattr(training, "train_votes", lambda *_: raising(busy))
    monkeypatch.setattr(training, "train", lambda *_: raising(ValueError("It has begun.")))
    with trainer.turn(sessions), pytest.raises(ValueError, match="begun"):
        trainer.perform(sessions, run_id, lambda: IntentSet.load(SMALL_INTENTS), lambda _: None)
    assert "It has begun." in failure_of(state_of(sessions, run_id))


def test_a_run_is_not_performed_twice(sessions: Sessions) -> None:
    run_id = requested(sessions)
    with sessions.begin() as session:
        lifecycle.cancel(session, run_id)
    with trainer.turn(sessions), pytest.raises(RunNotWaitingError):
        trainer.perform(sessions, run_id, lambda: IntentSet(()), lambda _: None)
    assert state_of(sessions, run_id).status == "cancelled"


def test_whoever_has_the_turn_finds_no_other_run_running(sessions: Sessions) -> None:
    run_id = requested(sessions)
    with sessions.begin() as session:
        lifecycle.claim(session, run_id)
    with trainer.turn(sessions):
        assert state_of(sessions, run_id).status == "failed"
        with pytest.raises(LockBusyError), trainer.turn(sessions, wait=0):
            pytest.fail("two at once")
