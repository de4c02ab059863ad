"""Model versions: activation, roll back, notes, deletion, download, and their audit log."""

from collections.abc import Callable
from threading import Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session, sessionmaker

from chatbot.evaluation.intent_tests import CheckedTests
from chatbot.evaluation.rejections import Rejection
from chatbot.evaluation.report import RunReport
from chatbot.model.bundle import Bundle
from tests.support.bot_answers import answer
from tests.support.deployments import put_live
from web.core.audit import AuditEntry
from web.models import archives, deployments, live_bot, storage, versions
from web.models.deployments import RejectedVersionError
from web.models.tables import Deployment, VersionRecord
from web.models.versions import UnknownVersionError, VersionRefusedError
from web.models.views import archive_slices

Sessions = sessionmaker[Session]
WHO = "ada@example.org"
REPORT = RunReport.of([answer("apple", "apple"), answer("pear", "apple")], CheckedTests(4, ()), 1)

pytestmark = pytest.mark.usefixtures("no_bot_loaded")


@pytest.fixture
def store(sessions: Sessions, bundle: Bundle) -> Callable[..., int]:
    def store(*sentences: str, live: bool = False) -> int:
        with sessions.begin() as session:
            number = storage.store(session, bundle).id
            reasons = tuple(Rejection("text", text=sentence) for sentence in sentences)
            storage.note_training(session, WHO, number, REPORT, reasons)
            if live:
                put_live(session, number)
        return number

    return store


def live_number(sessions: Sessions) -> int | None:
    with sessions.begin() as session:
        version = deployments.live_version(session)
    return version.id if version else None


def deeds(sessions: Sessions) -> list[tuple[str, str, str]]:
    with sessions.begin() as session:
        rows = session.execute(
            sa.select(AuditEntry.who, AuditEntry.action, AuditEntry.subject).order_by("id")
        )
        return [tuple(row) for row in rows]  # type: ignore[misc]


def activate(sessions: Sessions, number: int, typed: str | None = None) -> None:
    with sessions.begin() as session:
        deployments.activate(session, WHO, number, typed)


def test_a_version_tells_what_is_known_of_it(
    sessions: Sessions, store: Callable[..., int], bundle: Bundle
) -> None:
    number = store(live=True)
    with sessions.begin() as session:
        (version,) = versions.stored(session)
        assert version == versions.get(session, number)
    assert version.figures
    assert (version.figures.messages, version.figures.accuracy, version.figures.tests) == (
        2,
        0.5,
        4,
    )
    assert (version.who, version.note, version.rejected, version.live) == (WHO, "", (), True)
    assert version.size == len(bundle.to_bytes())
    assert version.architecture == "wide_deep"
    assert version.activated_at is not None


def test_figures_keep_the_keys_of_earlier_releases(
    sessions: Sessions, store: Callable[..., int]
) -> None:
    number = store()
    with sessions.begin() as session:
        column = session.scalar(sa.select(VersionRecord.figures))
    assert column is not None
    assert {*column} == {
        *("messages", "accuracy", "macro_f1", "refused", "ece", "tests", "tests_failed")
    }
    with sessions.begin() as session:
        session.execute(sa.update(VersionRecord).values(figures=column | {"refused": 0.25}))
        version = versions.get(session, number)
    assert version.figures
    assert version.figures.false_rejection_rate == 0.25


def test_the_newest_versions_come_first(sessions: Sessions, store: Callable[..., int]) -> None:
    numbers = [store() for _ in range(3)]
    with sessions.begin() as session:
        newest_first = versions.stored(session)
    assert [version.id for version in newest_first] == numbers[::-1]


def test_a_version_goes_live_and_who_did_it_is_noted(
    sessions: Sessions, store: Callable[..., int]
) -> None:
    number = store()
    activate(sessions, number)
    assert live_number(sessions) == number
    assert deeds(sessions) == [(WHO, "model.activate", f"model version {number}")]
    with sessions.begin() as session:
        assert session.scalar(sa.select(Deployment.who)) == WHO


@pytest.mark.parametrize("typed", [None, "", "yes", "12"])
def test_a_rejected_version_goes_live_only_by_its_typed_number(
    sessions: Sessions, store: Callable[..., int], typed: str | None
) -> None:
    good, rejected = store(live=True), store("It is worse.")
    with pytest.raises(RejectedVersionError, match=f"It is worse. Type its number, {rejected}"):
        activate(sessions, rejected, typed)
    assert live_number(sessions) == good
    activate(sessions, rejected, f" {rejected} ")
    assert live_number(sessions) == rejected
    assert deeds(sessions) == [(WHO, "model.override", f"model version {rejected}")]
    with sessions.begin() as session:
        details = session.scalar(sa.select(AuditEntry.details))
    assert details == {"reasons": ["It is worse."]}


def test_there_is_a_way_back_and_forth_but_never_to_a_rejected_version(
    sessions: Sessions, store: Callable[..., int]
) -> None:
    first, rejected, second = store(live=True), store("It is worse."), store()
    activate(sessions, rejected, str(rejected))
    activate(sessions, second)
    for target in (first, second):
        with sessions.begin() as session:
            assert deployments.roll_back(session, WHO) == target
        assert live_number(sessions) == target
    assert deeds(sessions)[-1] == (WHO, "model.rollback", f"model version {second}")


def test_without_an_earlier_version_there_is_no_way_back(
    sessions: Sessions, store: Callable[..., int]
) -> None:
    with sessions.begin() as session, pytest.raises(VersionRefusedError, match="no way back"):
        deployments.roll_back(session, WHO)
    store(live=True)
    with sessions.begin() as session, pytest.raises(VersionRefusedError, match="no way back"):
        deployments.roll_back(session, WHO)


def test_the_way_back_never_leads_to_what_is_deleted_at_that_moment(
    sessions: Sessions, store: Callable[..., int]
) -> None:
    first, second = store(live=True), store(live=True)
    refused: list[str] = []

    def click() -> None:
        with sessions.begin() as session:
            try:
                deployments.roll_back(session, WHO)
            except VersionRefusedError as error:
                refused.append(str(error))

    with sessions.begin() as session:
        storage.delete(session, WHO, first)
        session.flush()
        other = Thread(target=click)
        other.start()
        other.join(0.5)
    other.join()
    assert refused
    assert live_number(sessions) == second


def test_a_note_replaces_the_one_before(sessions: Sessions, store: Callable[..., int]) -> None:
    number = store()
    for note in ("A first look.", "  With the spring\0 catalogue.\n"):
        with sessions.begin() as session:
            storage.set_note(session, WHO, number, note)
    with sessions.begin() as session:
        assert versions.get(session, number).note == "With the spring catalogue."
        with pytest.raises(VersionRefusedError, match="at most 2,000"):
            storage.set_note(session, WHO, number, "x" * 2001)
    assert len(deeds(sessions)) == 2


def test_a_version_from_before_there_were_notes_gets_one(
    sessions: Sessions, bundle: Bundle
) -> None:
    with sessions.begin() as session:
        number = storage.store(session, bundle).id
        assert versions.get(session, number).figures is None
        storage.set_note(session, WHO, number, "Old.")
        assert versions.get(session, number).note == "Old."


def test_a_deleted_version_is_gone_but_stays_readable(
    sessions: Sessions, store: Callable[..., int]
) -> None:
    old, live = store(live=True), store(live=True)
    with sessions.begin() as session:
        storage.delete(session, WHO, old)
    with sessions.begin() as session:
        assert [version.id for version in versions.stored(session)] == [live]
        deleted = versions.get(session, old)
        assert deleted.size == 0
        assert deleted.figures is not None
        assert deleted.activated_at is not None, "its deployments are still there"
        assert deployments.previous(session) is None
    with pytest.raises(VersionRefusedError, match="was deleted"):
        activate(sessions, old)
    with sessions.begin() as session, pytest.raises(VersionRefusedError, match="was deleted"):
        archives.downloadable(session, old)
    with sessions.begin() as session, pytest.raises(VersionRefusedError, match="already"):
        storage.delete(session, WHO, old)
    assert deeds(sessions) == [(WHO, "model.delete", f"model version {old}")]


def test_the_live_version_is_never_deleted(sessions: Sessions, store: Callable[..., int]) -> None:
    live = store(live=True)
    with sessions.begin() as session, pytest.raises(VersionRefusedError, match="is live"):
        storage.delete(session, WHO, live)
    with sessions.begin() as session:
        assert live_bot.current_bot(session).version_id == live


def test_a_download_is_the_bundle_in_slices(
    sessions: Sessions, store: Callable[..., int], bundle: Bundle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "SLICE", 70_001)
    number = store()
    with sessions.begin() as session:
        version = archives.downloadable(session, number)
    pieces = list(archive_slices(sessions, version))
    assert b"".join(pieces) == bundle.to_bytes()
    assert len(pieces) > 1
    assert max(map(len, pieces)) <= 70_001
    assert version.size == len(bundle.to_bytes())


def test_a_version_tells_its_intents(sessions: Sessions, store: Callable[..., int]) -> None:
    number = store()
    with sessions.begin() as session:
        assert archives.read_intents(session, number).get("greeting")


def test_an_unknown_version_is_an_error(sessions: Sessions) -> None:
    with sessions.begin() as session:
        for deed in (
            lambda: versions.get(session, 9),
            lambda: deployments.activate(session, WHO, 9),
            lambda: storage.delete(session, WHO, 9),
            lambda: storage.set_note(session, WHO, 9, ""),
            lambda: archives.read_intents(session, 9),
        ):
            with pytest.raises(UnknownVersionError, match="no model version 9"):
                deed()
