"""Intent files as strangers wrote them: each loads or is refused with places."""

import csv
import re
from pathlib import Path

import pytest

from chatbot.intents.errors import IntentsError
from chatbot.intents.intent_set import IntentSet

WILD = Path(__file__).parents[4] / "shared" / "wild-intents"
INDEX = WILD / "index.csv"


if not INDEX.exists():
    pytest.skip(f"the collection of foreign intent files is not at {WILD}", allow_module_level=True)
with INDEX.open(encoding="utf-8", newline="") as index:
    ROWS = list(csv.DictReader(index))


def load(name: str) -> IntentSet | IntentsError:
    try:
        return IntentSet.load(WILD / name)
    except IntentsError as error:
        return error


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["file"]))
def test_a_file_of_intents_loads_and_every_other_is_refused_with_a_place(
    row: dict[str, str],
) -> None:
    result = load(row["file"])
    if isinstance(result, IntentsError):
        assert row["kind"] != "intents", result
        assert all(problem.line and problem.column for problem in result.problems)
    else:
        assert row["kind"] == "intents"


REASONS = {
    "partial": ("nothing tells patterns from responses", "No intent has patterns"),
    "not_intents": ("The file has no intents",),
    "unparsed": ("value after this is missing", "no comma between two items", "comma after"),
}


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row["kind"] != "intents"], ids=lambda row: str(row["file"])
)
def test_the_reason_of_a_refusal_is_right(row: dict[str, str]) -> None:
    with pytest.raises(IntentsError) as caught:
        IntentSet.load(WILD / row["file"])
    message = caught.value.problems[0].message
    assert any(reason in message for reason in REASONS[row["kind"]])


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row["kind"] == "unparsed"],
    ids=lambda row: str(row["file"]),
)
def test_broken_json_is_refused_where_json_loads_stops_or_before(row: dict[str, str]) -> None:
    stopped_at = re.search(r"line (\d+)", row["error"])
    assert stopped_at
    with pytest.raises(IntentsError) as caught:
        IntentSet.load(WILD / row["file"])
    assert caught.value.problems[0].line <= int(stopped_at[1])
