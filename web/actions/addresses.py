"""Addresses of hosts: looked up once, checked, and then connected to, whatever a name server says.

A name that is looked up again for the connection may have another address by then (DNS rebinding).
"""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from queue import Empty, SimpleQueue
from threading import Thread

from web.actions.deadline import Deadline
from web.actions.errors import CallError
from web.core.action_hosts import ActionHost

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], Sequence[str]]

_HOLDING_IPV4 = tuple(
    map(IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96", "::ffff:0:0:0/96"))
)
"""Networks whose addresses end with one of IPv4: NAT64, that of one's own, the old compatible, and
the translated."""

_NOBODYS = tuple(map(IPv6Network, ("3fff::/20", "5f00::/16")))
"""Networks for documentation and for segment routing, newer than those that Python knows."""


def resolve(name: str, port: int) -> Sequence[str]:
    """Return the addresses of a name by the system; raises OSError."""
    infos = socket.getaddrinfo(name, port, type=socket.SOCK_STREAM)
    return [str(info[4][0]) for info in infos]


def addresses_of(host: ActionHost, deadline: Deadline, resolve: Resolve) -> list[str]:
    """Return the addresses of a host that may be called, at least one; raises CallError."""
    texts = _looked_up(host, deadline, resolve)
    allowed = [text for text in dict.fromkeys(texts) if _may_be_called(text, host)]
    if not allowed:
        raise CallError("address", is_down=not texts, may_repeat=not texts)
    return allowed


def _looked_up(host: ActionHost, deadline: Deadline, resolve: Resolve) -> Sequence[str]:
    """Look up a name in a thread of its own: the system waits for name servers as it likes."""
    with suppress(ValueError):
        return [str(ip_address(host.name))]
    results: SimpleQueue[Sequence[str]] = SimpleQueue()

    def look_up() -> None:
        try:
            results.put(resolve(host.name, host.port))
        except (OSError, UnicodeError):
            results.put(())

    Thread(target=look_up, name="action-address", daemon=True).start()
    try:
        return results.get(timeout=deadline.seconds)
    except Empty:
        raise CallError("time", is_down=True) from None


def _may_be_called(text: str, host: ActionHost) -> bool:
    address = ip_address(text.partition("%")[0])
    if any(_is_never_called(inner) for inner in _inside(address)):
        return False
    if all(inner.is_global for inner in _inside(address)):
        return host.scheme == "https"
    return host.is_internal


def _is_never_called(address: Address) -> bool:
    """True for addresses of nobody or of many, and of the machine's provider (169.254.169.254)."""
    if address.is_multicast or address.is_unspecified or address.is_link_local:
        return True
    if not isinstance(address, IPv6Address):
        return False
    return address.is_site_local or any(address in network for network in _NOBODYS)


def _inside(address: Address) -> Iterator[Address]:
    """The address, and that of IPv4 which it leads to."""
    yield address
    if isinstance(address, IPv6Address):
        if any(address in network for network in _HOLDING_IPV4):
            yield IPv4Address(int(address) & 0xFFFF_FFFF)
        yield from filter(None, (address.ipv4_mapped, address.sixtofour))
        yield from address.teredo or ()
