"""Values survive the way through a file."""

import json
from datetime import UTC, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from web.backup.columns import Kind, TableColumns

TABLE = TableColumns(
    "things",
    {
        "a": "integer",
        "b": "float",
        "c": "boolean",
        "d": "text",
        "e": "uuid",
        "f": "time",
        "g": "json",
        "h": "bytes",
    },
)
ZONES = st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=45))])
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    "integer": st.integers(-(2**63), 2**63 - 1),
    "float": st.floats(allow_nan=False),
    "boolean": st.booleans(),
    "text": st.text(),
    "uuid": st.uuids(),
    "time": st.datetimes(timezones=ZONES),
    "json": st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
        max_leaves=8,
    ),
    "bytes": st.binary(),
}


@settings(max_examples=30)
@given(
    st.fixed_dictionaries({name: st.none() | VALUES[kind] for name, kind in TABLE.kinds.items()})
)
def test_rows_come_back_as_they_were(row: dict[str, Any]) -> None:
    line = json.dumps(TABLE.to_portable(row))
    assert TABLE.from_portable(json.loads(line)) == row


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from([*TABLE.kinds, "x"]), st.integers() | st.text()) | st.text())
def test_other_values_are_refused_without_another_error(row: Any) -> None:
    if isinstance(row, dict) and {"e", "f", "g", "h"} <= row.keys():
        return
    with pytest.raises((ValueError, TypeError)):
        TABLE.from_portable(row)
