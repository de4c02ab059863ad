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
def test_a_file_loads_or_is_refused_with_places(row: dict[str, str]) -> None:
    result = load(row["file"])
    if isinstance(result, IntentsError):
        assert result.problems
        assert all(problem.line and problem.column for problem in result.problems)
    else:
        assert row["kind"] == "intents"
        assert len(result) == int(row["n_items"])
        assert sum(len(intent.patterns) for intent in result) == int(row["n_patterns"])


@pytest.mark.parametrize(
    "row",
    [row for row in ROWS if row["valid_json"] == "no"],
    ids=lambda row: str(row["file"]),
)
def test_broken_json_is_refused_where_json_loads_stops_or_before(row: dict[str, str]) -> None:
    stopped_at = re.search(r"line (\d+)", row["error"])
    assert stopped_at
    with pytest.raises(IntentsError) as caught:
        IntentSet.load(WILD / row["file"])
    words = ("comma", "value after this is missing", "goes on after its end")
    faults = [p for p in caught.value.problems if any(word in p.message for word in words)]
    assert faults[0].line <= int(stopped_at[1])


def test_most_files_of_the_usual_shape_load_as_they_are() -> None:
    usual = [r for r in ROWS if r["shape"] == "{intents:[..]}" and r["valid_json"] == "yes"]
    assert sum(isinstance(load(row["file"]), IntentSet) for row in usual) >= 35
