"""HOST and PORT: unusable values are named before the start."""

import socket
from collections.abc import Iterator

import pytest

from tests.conftest import MakeSettings
from web.core.address import AddressError, find_address


@pytest.fixture
def port() -> Iterator[int]:
    """Port of another listening program, with SO_REUSEPORT as servers set it."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield int(other.getsockname()[1])


def test_a_port_in_use_is_named(make_settings: MakeSettings, port: int) -> None:
    with pytest.raises(AddressError, match=f"PORT {port} is in use.*PORT="):
        find_address(make_settings(PORT=str(port)))


def test_a_port_that_was_in_use_is_free_again(make_settings: MakeSettings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()
    assert find_address(make_settings(PORT=str(port))) == "127.0.0.1"


@pytest.mark.parametrize(
    ("host", "address"), [("localhost", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("::1", "::1")]
)
def test_a_host_becomes_its_address(make_settings: MakeSettings, host: str, address: str) -> None:
    assert find_address(make_settings(HOST=host, PORT="65000")) == address


@pytest.mark.parametrize("host", ["no such host", "nowhere.invalid", "192.0.2.1", "a..b"])
def test_a_host_that_is_not_ours_is_named(make_settings: MakeSettings, host: str) -> None:
    with pytest.raises(AddressError, match=f"HOST is '{host}'.*127.0.0.1"):
        find_address(make_settings(HOST=host))
