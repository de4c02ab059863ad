"""The worker: training of the queued runs, a process per run."""

import logging
import subprocess
from threading import Lock
from typing import TYPE_CHECKING, Any

from chatbot.text.wording import counted
from web.core import processes
from web.core.database import reading
from web.core.locks import LockBusyError, Sessions
from web.core.settings import Settings
from web.events.retention_worker import delete_old_events
from web.retention.daily import Retention
from web.training import lifecycle, runs
from web.training.notes.failure import exit_note
from web.training.queue import Consumer, TrainingQueue, open_queue, queue_errors
from web.training.tables import RunStatus

if TYPE_CHECKING:
    from web.events.sender_worker import EventSender

logger = logging.getLogger(__name__)

POLL_SECONDS = 1.0
SWEEP_SECONDS = 10.0
STOP_SECONDS = 4.0


class TrainingProcess:
    """Child process, a training at a time.

    TensorFlow's memory goes back to the system after each training, and a crash ends the run, not
    the worker.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._stopping = False

    def train(self, run_id: int) -> None:
        """Train a queued run, and return at the end; the row tells the result."""
        if not self._is_queued(run_id):
            return
        with self._lock:
            if self._stopping:
                return
            logger.info("training run %s begins", run_id)
            self._process = processes.start("train", "--run", str(run_id))
        exit_code = self._process.wait()
        with self._sessions.begin() as session:
            if exit_code and self._stopping:
                lifecycle.hand_back(session, run_id)
            elif exit_code:
                lifecycle.fail(session, run_id, exit_note(exit_code))
            run = runs.get(session, run_id)
        logger.info("training run %s %s", run_id, run.status)

    def stop(self) -> None:
        """End the training under way, for the next worker to begin anew, and begin no other."""
        with self._lock:
            self._stopping = True
        if self._process:
            processes.stop(self._process, patience=STOP_SECONDS / 2)

    @property
    def lives(self) -> bool:
        """True during a training."""
        return self._process is not None and self._process.poll() is None

    def _is_queued(self, run_id: int) -> bool:
        with self._sessions() as session, reading(session):
            return run_id in runs.numbers(session, "queued")


class Worker(Consumer):  # type: ignore[misc]
    """Huey's consumer with a single thread; ends within seconds of SIGTERM or SIGINT."""

    def __init__(
        self,
        queue: TrainingQueue,
        process: TrainingProcess,
        sessions: Sessions,
        retention: Retention,
        events: "EventSender | None" = None,
    ) -> None:
        super().__init__(
            queue.huey,
            workers=1,
            periodic=False,
            max_delay=POLL_SECONDS,
            scheduler_interval=60,
            health_check_interval=SWEEP_SECONDS,
            shutdown_timeout=STOP_SECONDS,
        )
        self._queue = queue
        self._process = process
        self._sessions = sessions
        self._retention = retention
        self._events = events

    def start(self) -> None:
        super().start()
        if self._events:
            self._events.start()

    def stop(self, graceful: bool = True) -> None:  # noqa: ARG002 (Huey passes it)
        if self._events:
            self._events.stop()
        self._process.stop()
        super().stop(graceful=True)

    def check_worker_health(self) -> Any:
        self.sweep()
        self._retention.run_if_due()
        self._delete_old_events()
        return super().check_worker_health()

    def _delete_old_events(self) -> None:
        try:
            if number := delete_old_events(self._sessions):
                logger.error("%s could not be sent for a day: given up", counted(number, "event"))
        except queue_errors() as error:
            logger.warning("the events could not be looked through: %s", error)

    def sweep(self, *, wait: float = 0) -> None:
        """Mark the runs of dead processes as failed, and put lost runs back on the queue."""
        try:
            self._recover(wait)
            self._requeue()
        except queue_errors() as error:
            logger.warning("the runs could not be looked through: %s", error)

    def _recover(self, wait: float) -> None:
        # The lock alone is no proof: a training that loses its connection loses the lock.
        if self._process.lives or not self._runs_with("running"):
            return
        # Imported here: an idle worker needs no model, which takes 60 MB.
        from web.training import trainer

        try:
            with trainer.turn(self._sessions, wait=wait):
                pass
        except LockBusyError:
            pass  # another process trains, so the run is alive

    def _requeue(self) -> None:
        for run_id in sorted(set(self._runs_with("queued")) - self._queue.waiting()):
            self._queue.put(run_id)

    def _runs_with(self, status: RunStatus) -> list[int]:
        with self._sessions() as session, reading(session):
            return runs.numbers(session, status)


def make_worker(settings: Settings, sessions: Sessions) -> Worker:
    """Worker ready to `run()`."""
    _quieten_huey()
    process = TrainingProcess(sessions)
    queue = open_queue(settings, process.train)
    retention = Retention(settings, sessions)
    return Worker(queue, process, sessions, retention, _event_sender(settings, sessions))


def _event_sender(settings: Settings, sessions: Sessions) -> "EventSender | None":
    if settings.event_url is None:
        return None
    # Imported here: a worker without events does without TLS and HTTP.
    from web.events.sender_worker import EventSender

    return EventSender(settings, sessions)


def _quieten_huey() -> None:
    logging.getLogger("huey").setLevel(logging.WARNING)  # below, it logs each of its own steps
    for part in ("Worker", "Scheduler"):
        logging.getLogger(f"huey.consumer.{part}").addFilter(_is_not_about_the_queue)


def _is_not_about_the_queue(record: logging.LogRecord) -> bool:
    """Filter of Huey's traceback each second; the sweep logs a sentence every ten."""
    return not (record.exc_info and isinstance(record.exc_info[1], queue_errors()))
