"""Hosts that actions may call, as an administrator names them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

from pydantic import PlainValidator

from web.core.setting_values.hosts import HOST_NAME

if TYPE_CHECKING:
    from chatbot.intents.intent_set import IntentSet

_HOST = re.compile(rf"(https?://)?({HOST_NAME.pattern})")
_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class ActionHost:
    """Host and port with the scheme to call them by.

    An `is_internal` host may have an address of the own network, and only such a host plain HTTP.
    """

    scheme: str
    name: str
    port: int
    is_internal: bool

    @classmethod
    def of(cls, text: str) -> "ActionHost":
        """Return the host of a setting: with a scheme, it is internal. Raises ValueError."""
        if not _HOST.fullmatch(text):
            raise ValueError
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port or _PORTS[parts.scheme]
        return cls(parts.scheme, parts.hostname or "", port, "://" in text)

    @property
    def url(self) -> str:
        """Address without a path."""
        return f"{self.scheme}://{self.name}:{self.port}"

    def fits(self, url: str) -> bool:
        """Return True for an address on this host."""
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
        return (parts.scheme, parts.hostname, port) == (self.scheme, self.name, self.port)


def host_of(url: str, hosts: Iterable[ActionHost]) -> ActionHost | None:
    """Return the host of an address, None if it is not among those to call."""
    return next((host for host in hosts if host.fits(url)), None)


def uncalled(intents: "IntentSet", hosts: Iterable[ActionHost] | None) -> list[str]:
    """Return the addresses of actions that are on none of the hosts, each once."""
    urls = dict.fromkeys(intent.action.url for intent in intents if intent.action)
    return [url for url in urls if host_of(url, hosts or ()) is None]


def _hosts(value: str) -> tuple[ActionHost, ...]:
    try:
        hosts = tuple(
            ActionHost.of(host.strip().lower()) for host in value.split(",") if host.strip()
        )
    except ValueError:
        hosts = ()
    if not hosts:
        raise ValueError(
            "Write names alone, separated by commas, without paths: shop.example.com; in your own"
            " network with http:// or https:// in front: http://localhost:5055."
        )
    return hosts


ActionHosts = Annotated[tuple[ActionHost, ...], PlainValidator(_hosts)]
