"""Modules are imported for good."""

import gc
from collections.abc import Iterator

import pytest

from chatbot import imports


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_what_a_block_makes_is_never_looked_at_again() -> None:
    frozen = gc.get_freeze_count()
    with imports.for_good():
        assert not gc.isenabled()
        made = [[number] for number in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= frozen + len(made)


def test_an_import_that_fails_leaves_all_as_it_was() -> None:
    with pytest.raises(ImportError), imports.for_good():
        import chatbot.no_such_module  # type: ignore[import-not-found]  # noqa: F401
    assert gc.isenabled()
