"""Addresses that actions may connect to."""

from time import monotonic

import pytest

from web.actions.addresses import addresses_of
from web.actions.deadline import Deadline
from web.actions.errors import CallError
from web.core.action_hosts import ActionHost

INSIDE = [
    *("127.0.0.1", "10.0.0.5", "172.16.3.4", "192.168.1.1", "100.64.0.1"),
    *("::1", "fd00::1", "::ffff:10.0.0.5", "64:ff9b::a00:5"),
    *("64:ff9b:1::a00:5", "::10.0.0.5", "2002:a00:5::1", "::ffff:0:10.0.0.5"),
]
NEVER = ["169.254.169.254", "fe80::1", "0.0.0.0", "::", "224.0.0.1", "ff02::1"]
NEVER += ["::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1"]
NEVER += ["::ffff:0:169.254.169.254", "fec0::1", "3fff::1", "5f00::1"]
GLOBAL = ["93.184.216.34", "2606:2800:220:1::1"]


def called(host: str, *addresses: str) -> list[str]:
    """Addresses that may be called of those that a name server tells."""
    try:
        return addresses_of(
            ActionHost.of(host), Deadline(monotonic() + 5), lambda *_: list(addresses)
        )
    except CallError:
        return []


@pytest.mark.parametrize("address", GLOBAL)
def test_a_global_address_is_called_by_https_alone(address: str) -> None:
    assert called("shop.example.com", address) == [address]
    assert called("https://shop.example.com", address) == [address]
    assert called("http://shop.example.com", address) == []


@pytest.mark.parametrize("address", INSIDE)
def test_an_address_of_the_own_network_is_called_where_the_host_has_its_scheme(
    address: str,
) -> None:
    assert called("shop.example.com", address) == []
    assert called("https://shop.example.com", address) == [address]
    assert called("http://shop.example.com", address) == [address]


@pytest.mark.parametrize("address", NEVER)
def test_some_addresses_are_never_called(address: str) -> None:
    for host in ("shop.example.com", "https://shop.example.com", "http://shop.example.com"):
        assert called(host, address) == []


def test_of_several_addresses_the_allowed_are_called() -> None:
    assert called("shop.example.com", "10.0.0.5", *GLOBAL, GLOBAL[0]) == GLOBAL
    assert called("shop.example.com") == []


def test_an_address_in_place_of_a_name_is_checked_alike() -> None:
    assert called("169.254.169.254", "93.184.216.34") == []
    assert called("127.0.0.1", "93.184.216.34") == []
    assert called("http://127.0.0.1:5055", "93.184.216.34") == ["127.0.0.1"]
