"""Services that some tests need: a database server, a browser, the files of the encoder."""

import os
from typing import NoReturn

import pytest


def service_missing(sentence: str) -> NoReturn:
    """Skip the test, or fail it where the services are promised."""
    if os.environ.get("RECOLLECT_TEST_REQUIRE_SERVICES") == "1":
        pytest.fail(sentence)
    pytest.skip(sentence)
