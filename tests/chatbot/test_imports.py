"""Imports without garbage collection."""

import gc
from collections.abc import Iterator

import pytest

from chatbot import imports


@pytest.fixture(autouse=True)
def unfreeze() -> Iterator[None]:
    yield
    gc.unfreeze()


def test_objects_of_a_block_are_never_collected() -> None:
    frozen = gc.get_freeze_count()
    with imports.without_garbage_collection():
        assert not gc.isenabled()
        objects = [[number] for number in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= frozen + len(objects)


def test_a_failed_import_enables_the_collector_again() -> None:
    with pytest.raises(ImportError), imports.without_garbage_collection():
        import chatbot.no_such_module  # type: ignore[import-not-found]  # noqa: F401
    assert gc.isenabled()
