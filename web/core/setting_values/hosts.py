"""Hosts among the values of settings, and the addresses of sites and programs on them."""

import re
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import PlainValidator

_LABEL = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?"
HOST_NAME = re.compile(rf"({_LABEL}(\.{_LABEL})*|\[[0-9a-f:.]+\])(:[0-9]{{1,5}})?")
ORIGIN = re.compile(rf"https?://{HOST_NAME.pattern}")
ADDRESS = re.compile(r"[!$-;=?-\[\]_a-z~]+")
"""Characters of a web address without a fragment: printable, of ASCII."""
MOST_IMAGE_HOSTS = 100


def _hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(host.strip().lower() for host in value.split(",") if host.strip())
    if not hosts or not all(map(_is_host, hosts)):
        raise ValueError(
            "Write names alone, separated by commas, without http:// and paths:"
            " chat.example.org, www.example.org:8443."
        )
    return hosts


def _is_host(host: str) -> bool:
    try:
        parts = urlsplit(f"//{host}")
        return bool(HOST_NAME.fullmatch(host) and parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _image_hosts(value: str) -> tuple[str, ...]:
    hosts = _hosts(value)
    if len(hosts) > MOST_IMAGE_HOSTS:
        raise ValueError(f"Write at most {MOST_IMAGE_HOSTS} hosts: each answer names them all.")
    return hosts


def _sites(value: str) -> tuple[str, ...]:
    """Return origins as browsers write them: in lower case, without the usual port."""
    origins = tuple(site.strip().lower() for site in value.split(",") if site.strip())
    if not origins or not all(ORIGIN.fullmatch(origin) for origin in origins):
        raise ValueError(
            "Write scheme and name alone, separated by commas, without paths and wildcards:"
            " https://www.example.org, http://localhost:8080."
        )
    usual = {"https": ":443", "http:": ":80"}
    return tuple(origin.removesuffix(usual[origin[:5]]) for origin in origins)


def _event_url(value: str) -> str:
    try:
        parts = urlsplit(value)
        is_whole = parts.scheme in ("https", "http") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_whole = False
    if not is_whole or "@" in parts.netloc or not ADDRESS.fullmatch(value):
        raise ValueError(
            "Write https://, a host of RECOLLECT_ACTION_HOSTS, a path, without user and blanks:"
            " https://shop.example.com/events."
        )
    return value


Hosts = Annotated[tuple[str, ...], PlainValidator(_hosts)]
ImageHosts = Annotated[tuple[str, ...], PlainValidator(_image_hosts)]
Sites = Annotated[tuple[str, ...], PlainValidator(_sites)]
EventUrl = Annotated[str, PlainValidator(_event_url)]
