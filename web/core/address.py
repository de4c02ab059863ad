"""Address to listen on, checked before the start, and the URLs."""

import errno
import re
import socket

from chatbot.errors import ExplainedError
from web.core.settings import Settings


class AddressError(ExplainedError):
    """Error: HOST or PORT is unusable. The message gives the reason and the remedy."""


def find_address(settings: Settings) -> str:
    """Return the numeric address of HOST, with PORT free there; raises AddressError."""
    try:
        addresses = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:  # UnicodeError: "a..b", a label too long
        reason = error.strerror if isinstance(error, OSError) else "not a name of a machine"
        raise AddressError(
            f"HOST is {settings.host!r}: it has no address ({reason})."
            " Write 127.0.0.1 for this machine alone, or 0.0.0.0 for the network."
        ) from error
    # IPv4 first, as people and proxies expect.
    family, kind, protocol, _, address = min(addresses, key=lambda entry: entry[0])
    try:
        # The server's own sockets share a port, and would not notice another server there.
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise AddressError(_sentence(settings, error)) from error
    return str(address[0])


def url_of(settings: Settings) -> str:
    """Return the URL of the chat page, for a browser on the same machine."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 (named, not bound to)
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"http://{everywhere.get(settings.host, host)}:{settings.port}/"


def public_url(settings: Settings) -> str:
    """Return the URL of the chat page for everybody: by the settings alone, never by a request.

    Without the setting of hosts, this is the URL for the same machine.
    """
    if settings.hosts is None:
        return url_of(settings)
    host = settings.hosts[0]
    if settings.trusted_proxies:
        return f"https://{host}/"
    has_port = re.search(r":[0-9]+$", host)
    return f"http://{host}/" if has_port else f"http://{host}:{settings.port}/"


def admin_url(settings: Settings, path: str) -> str:
    """Return the public URL of an admin page."""
    return f"{public_url(settings)}admin/{path}"


def _sentence(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        other = settings.port + 1 if settings.port < 65535 else settings.port - 1
        return (
            f"PORT {settings.port} is in use by another program. Stop that one,"
            f" or choose another port: PORT={other} python app.py"
        )
    if error.errno == errno.EACCES:
        return (
            f"PORT {settings.port} is reserved for the system's administrator."
            " Choose one above 1023: PORT=8000 python app.py"
        )
    return (
        f"HOST is {settings.host!r}: this machine cannot listen there ({error.strerror})."
        " Write 127.0.0.1 for this machine alone, or 0.0.0.0 for the network."
    )
