"""Imports without garbage collection."""

import gc
import subprocess
import sys
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


def test_a_deferred_module_is_loaded_on_its_first_use() -> None:
    statement = (
        "import sys; from chatbot.imports import deferred\n"
        "with deferred('wave', 'xml.dom'):\n"
        "    import wave; from wave import open as open_wave; from xml.dom import minidom\n"
        "assert not {'wave', 'xml.dom', 'xml.dom.minidom'} & set(sys.modules)\n"
        "try: open_wave('/none')\n"
        "except FileNotFoundError: pass\n"
        "assert wave.Error.__name__ == 'Error'\n"
        "assert minidom.parseString('<a/>').documentElement.tagName == 'a'\n"
    )
    subprocess.run([sys.executable, "-c", statement], check=True)
