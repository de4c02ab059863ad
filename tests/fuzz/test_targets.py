"""Readers of what strangers write, with seeds changed at random; `make fuzz` goes on for longer."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz.seeds import SEEDS
from tests.fuzz.targets import TARGETS


@st.composite
def changed_seeds(draw: st.DrawFn, target: str) -> bytes:
    """A seed with some bytes cut out and others in their place."""
    data = draw(st.sampled_from(SEEDS[target]))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 20)))
        piece = draw(st.binary(max_size=12) | st.text(max_size=6).map(_encoded))
        data = data[:start] + piece * draw(st.sampled_from([1, 1, 40])) + data[end:]
    return data


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("target", TARGETS)
@given(data=st.data())
@settings(max_examples=60)
def test_any_bytes_are_read_or_refused_in_a_sentence(target: str, data: Any) -> None:
    TARGETS[target](data.draw(changed_seeds(target) | st.binary(max_size=200)))
