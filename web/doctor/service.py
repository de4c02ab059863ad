"""All checks of an installation."""

from collections.abc import Callable, Iterator, Mapping

from web.core.settings import Settings
from web.doctor.database_checks import check_database
from web.doctor.diagnosis import Diagnosis, problem, warning
from web.doctor.folder_checks import (
    check_encoder,
    check_instance,
    check_intents,
    check_secret_key,
)
from web.doctor.queue_checks import check_queue
from web.doctor.settings_checks import check_events, check_network, read_settings

Check = Callable[[Settings], Iterator[Diagnosis]]


def diagnose(environ: Mapping[str, str]) -> Iterator[Diagnosis]:
    """Yield the result of each check; no check keeps the others from running."""
    read = read_settings(environ)
    yield from read.diagnoses
    key = environ.get("SECRET_KEY", "").strip()
    checks: dict[str, tuple[Check, set[str]]] = {
        "network": (check_network, {"HOST", "RECOLLECT_TRUSTED_PROXIES"}),
        "instance": (check_instance, {"RECOLLECT_INSTANCE"}),
        "secret key": (
            lambda settings: check_secret_key(settings, key),
            {"SECRET_KEY", "RECOLLECT_INSTANCE"},
        ),
        "database": (check_database, {"DATABASE_URL", "RECOLLECT_INSTANCE"}),
        "queue": (check_queue, {"REDIS_URL", "RECOLLECT_INSTANCE"}),
        "encoder": (check_encoder, {"RECOLLECT_ENCODER"}),
        "events": (check_events, {"RECOLLECT_EVENT_URL", "RECOLLECT_ACTION_HOSTS"}),
        "intents": (check_intents, {"RECOLLECT_INTENTS"}),
    }
    for subject, (check, needed) in checks.items():
        if wrong := sorted(needed & read.wrong):
            yield warning(subject, f"Not checked: {wrong[0]} is wrong.", "Correct it first.")
        else:
            yield from _run(subject, check, read.settings)


def _run(subject: str, check: Check, settings: Settings) -> Iterator[Diagnosis]:
    try:
        yield from check(settings)
    except Exception as error:  # a state of the machine that nobody thought of
        # Only the kind: the words of an unknown error may hold a secret.
        sentence = f"The check ended with {type(error).__name__}."
        place = getattr(error, "strerror", None) or "no further words"
        yield problem(subject, sentence, f"Look for the cause in this subject: {place}.")
