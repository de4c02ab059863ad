"""Checks of the settings: names, values, and values that do not go together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from ipaddress import ip_address

from chatbot.text.wording import counted
from web.core.action_hosts import host_of
from web.core.setting_errors import SettingsError
from web.core.settings import Settings
from web.doctor.diagnosis import Diagnosis, fine, problem, warning

PREFIX = "RECOLLECT_"
OF_TESTS = "RECOLLECT_TEST_"


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """Settings with defaults in place of wrong values, the wrong variables, and diagnoses."""

    settings: Settings
    wrong: frozenset[str]
    diagnoses: tuple[Diagnosis, ...]


def read_settings(environ: Mapping[str, str]) -> ReadSettings:
    """Settings of the environment as far as they can be read."""
    names = {str(field.alias) for field in Settings.model_fields.values()}
    unknown = tuple(_unknown(environ, names))
    try:
        settings = Settings.draft(environ)
    except SettingsError as error:
        right = {name: text for name, text in environ.items() if name not in error.variables}
        wrong = tuple(
            problem("settings", sentence, "See docs/settings.md.") for sentence in error.problems
        )
        return ReadSettings(Settings.draft(right), frozenset(error.variables), wrong + unknown)
    count = sum(1 for name in names if environ.get(name, "").strip())
    sentence = f"{counted(count, 'setting')} in the environment, and each value can be read."
    return ReadSettings(settings, frozenset(), (fine("settings", sentence), *unknown))


def _unknown(environ: Mapping[str, str], names: set[str]) -> Iterator[Diagnosis]:
    for name in sorted(environ):
        if name.startswith(PREFIX) and not name.startswith(OF_TESTS) and name not in names:
            close = get_close_matches(name, sorted(names), n=1)
            remedy = f"Write {close[0]} if you mean that." if close else "Take it away."
            yield warning("settings", f"There is no setting {name}; it changes nothing.", remedy)


def check_network(settings: Settings) -> Iterator[Diagnosis]:
    """Check the address against proxies, and the processes against Redis."""
    yield _address_diagnosis(settings)
    if settings.web_processes > 1 and settings.redis_url is None:
        yield warning(
            "network",
            f"Each of {settings.web_processes} web processes counts requests by itself: the rate"
            " limits allow that many times more.",
            "Set REDIS_URL where that matters.",
        )


def _address_diagnosis(settings: Settings) -> Diagnosis:
    if _is_loopback(settings.host):
        hint = "" if settings.trusted_proxies else " Behind a proxy, set RECOLLECT_TRUSTED_PROXIES."
        return fine("network", f"The server listens on this machine alone.{hint}")
    if settings.trusted_proxies:
        return warning(
            "network",
            f"HOST is {settings.host}, and X-Forwarded headers are believed: who reaches the port"
            " past the proxy can choose an address.",
            "Let only the proxy reach the port, or listen on 127.0.0.1.",
        )
    return warning(
        "network",
        f"HOST is {settings.host}: passwords and messages cross the network in plain HTTP.",
        "Put a proxy with HTTPS in front, and set RECOLLECT_TRUSTED_PROXIES to 1.",
    )


def check_events(settings: Settings) -> Iterator[Diagnosis]:
    """Check that events may be sent, and are signed; nothing is sent."""
    if settings.event_url is None:
        return
    if host_of(settings.event_url, settings.action_hosts or ()) is None:
        sentence = "No event is sent: the host of RECOLLECT_EVENT_URL may not be called."
        yield warning("events", sentence, "Name it in RECOLLECT_ACTION_HOSTS.")
    elif settings.action_secret is None:
        sentence = "Events are not signed: others can send such, too."
        yield warning("events", sentence, "Share a secret with the host: RECOLLECT_ACTION_SECRET.")
    else:
        yield fine("events", "Events are sent, and signed.")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
