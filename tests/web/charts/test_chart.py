"""A chart is one value: its table and its drawing hold the same figures."""

import json

from web.charts.chart import SHADES, SHARES, Axis, Chart, Series

LINES = Chart(
    "answers",
    "Understood or not",
    "by day",
    "lines",
    ("2026-11-20", "2026-11-21"),
    (Series("Answered", (0.25, None)), Series("Fallback", (0.75, None), "second")),
    x=Axis("Day", "time"),
    y=SHARES,
    links=("/first", "/second"),
)
HEAT_MAP = Chart(
    "memory",
    "The memory",
    "by word",
    "heat map",
    ("hello", "there"),
    (Series("unit 1", (0.0, -2.0)), Series("unit 2", (0.01, 1.0), texts=("low", "high"))),
)


def test_labels_are_the_rows_of_a_table() -> None:
    assert LINES.heads == ("Answered", "Fallback")
    assert [(row.head, row.link) for row in LINES.rows()] == [
        ("2026-11-20", "/first"),
        ("2026-11-21", "/second"),
    ]
    assert [[cell.text for cell in row.cells] for row in LINES.rows()] == [
        ["25.0%", "75.0%"],
        ["–", "–"],
    ]


def test_series_are_the_rows_of_a_heat_map() -> None:
    assert HEAT_MAP.heads == ("hello", "there")
    assert [row.head for row in HEAT_MAP.rows()] == ["unit 1", "unit 2"]
    assert [[cell.text for cell in row.cells] for row in HEAT_MAP.rows()] == [
        ["0.00", "-2.00"],
        ["low", "high"],
    ]


def test_shades_follow_the_values_and_only_zero_has_none() -> None:
    shades = [[cell.shade for cell in row.cells] for row in HEAT_MAP.rows()]
    assert shades == [[0, -SHADES], [1, SHADES // 2]]


def test_numbers_are_written_in_the_unit_of_their_axis() -> None:
    histogram = Chart(
        "scores", "Scores", "", "histogram", (0.05, 0.1), (Series("n", (1200, 0)),), x=SHARES
    )
    assert [row.head for row in histogram.rows()] == ["5.0%", "10.0%"]
    assert histogram.rows()[0].cells[0].text == "1,200"


def test_the_script_reads_the_same_value() -> None:
    chart = json.loads(LINES.to_json())
    assert chart["labels"] == [*LINES.labels]
    assert chart["series"][1]["values"] == [0.75, None]
    assert chart["y"] == {"title": "", "unit": "share", "limits": [0, 1]}
