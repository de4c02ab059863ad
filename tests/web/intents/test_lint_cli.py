"""`flask intents lint`."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from tests.web.conftest import SMALL_INTENTS

FALLBACK = {"tag": "fallback", "responses": ["Pardon?"]}


def run(app: Flask, *args: object) -> Result:
    return app.test_cli_runner().invoke(args=["intents", "lint", *map(str, args)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "a bot.json"
    greeting = {"tag": "greeting", "patterns": ["hi", "hello"], "responses": ["Hi {name}"]}
    path.write_text(json.dumps({"intents": [greeting, FALLBACK]}))
    return path


def test_a_sound_file_ends_with_exit_code_0(sqlite_app: Flask) -> None:
    result = run(sqlite_app, SMALL_INTENTS)
    assert result.exit_code == 0, result.output
    assert result.output.startswith("0 errors, 0 warnings")


def test_findings_have_place_severity_suggestion_and_rule(sqlite_app: Flask, file: Path) -> None:
    result = run(sqlite_app, file)
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f'{file}:1:22: info: "greeting" has 2 patterns: many messages will not be understood.'
        " Write more; twenty are a good start. [few_patterns]",
        f'{file}:1:77: warning: Nothing is filled in for "{{name}}" in "Hi {{name}}" of'
        ' "greeting". Write a sentence that does without. [placeholder]',
        "0 errors, 1 warning, 1 for information.",
    ]


def test_json_has_an_object_for_each_finding(sqlite_app: Flask, file: Path) -> None:
    findings = json.loads(run(sqlite_app, file, "--json").output)
    assert [finding["rule"] for finding in findings] == ["few_patterns", "placeholder"]
    assert findings[1]["parameters"] == {
        "intent": "greeting",
        "part": "responses",
        "text": "Hi {name}",
        "names": ["{name}"],
    }
    assert (findings[1]["line"], findings[1]["column"]) == (1, 77)


def test_sarif_points_to_file_and_rule(sqlite_app: Flask, file: Path) -> None:
    log = json.loads(run(sqlite_app, file, "--sarif").output)
    (only_run,) = log["runs"]
    rules = only_run["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0"
    for result in only_run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert uri == file.as_uri()


def test_problems_of_the_files_come_first(sqlite_app: Flask, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_text('{"intents": [')
    result = run(sqlite_app, tmp_path)
    assert result.exit_code == 1
    assert "bad.json:1:" in result.output


def test_problems_of_the_files_are_entries_for_programs(sqlite_app: Flask, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text('{"intents": [{"tag": "a",\n"patterns": "b", "tag": "c"}]}')
    result = run(sqlite_app, bad, "--json")
    assert result.exit_code == 1
    (problem,) = json.loads(result.output)
    assert (problem["rule"], problem["severity"], problem["mendable"]) == (
        "problem",
        "error",
        False,
    )
    assert (problem["file"], problem["line"], problem["column"]) == (str(bad), 2, 18)
    result = run(sqlite_app, bad, "--sarif")
    assert result.exit_code == 1
    (log,) = json.loads(result.output)["runs"]
    (entry,) = log["results"]
    assert log["tool"]["driver"]["rules"][entry["ruleIndex"]]["id"] == entry["ruleId"] == "problem"
    assert entry["level"] == "error"
    assert entry["message"]["text"].startswith('Twice in this object: "tag", first in line 1.')
    place = entry["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == bad.as_uri()
    assert place["region"] == {"startLine": 2, "startColumn": 18}


def test_a_problem_of_a_whole_path_has_no_line(sqlite_app: Flask, tmp_path: Path) -> None:
    (problem,) = json.loads(run(sqlite_app, tmp_path, "--json").output)
    assert (problem["file"], problem["line"], problem["column"]) == (str(tmp_path), None, None)
    log = json.loads(run(sqlite_app, tmp_path, "--sarif").output)
    (location,) = log["runs"][0]["results"][0]["locations"]
    assert "region" not in location["physicalLocation"]


def test_two_formats_at_once_are_refused(sqlite_app: Flask, file: Path) -> None:
    assert run(sqlite_app, file, "--json", "--sarif").exit_code == 2


def test_a_test_that_equals_a_mended_pattern_is_named(sqlite_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "bot.json"
    file.write_text('[{"tag": "a", "patterns": ["cafÃ©"], "responses": ["b"], "tests": ["café"]}]')
    result = run(sqlite_app, file, "--fix")
    assert f"{file}: 2 places mended." in result.output
    assert f"{file}: the test “café” is a pattern now, and left out." in result.output


def test_what_is_mechanical_is_mended_and_the_rest_is_printed(
    sqlite_app: Flask, tmp_path: Path
) -> None:
    file = tmp_path / "bot.json"
    patterns = ["hi", "hello", "Hi", "hey ", "good day", "morning"]
    greeting = {"tag": "greeting", "paterns": patterns, "responses": ["Hello.", ""]}
    file.write_text(json.dumps({"intents": [greeting, FALLBACK]}))
    result = run(sqlite_app, file, "--fix")
    assert result.exit_code == 0
    assert f"{file}: 4 places mended." in result.output
    assert "0 errors, 0 warnings, 0 for information." in result.output
    assert json.loads(file.read_text())["intents"][0] == {
        "tag": "greeting",
        "patterns": ["hi", "hello", "hey", "good day", "morning"],
        "responses": ["Hello."],
    }
