"""`flask intents fmt` and `flask intents convert`."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

MESSY = '{"intents": [{"patterns": ["hi"], "tag": "hi", "responses": ["Hé."], "n": 1}]}'
FOREIGN = '[{"intent": "hi", "text": ["hi", ""], "answer": "Hé.", "n": 1}]  // mine\n'
NEAT = """{
  "intents": [
    {
      "tag": "hi",
      "patterns": [
        "hi"
      ],
      "responses": [
        "Hé."
      ],
      "n": 1
    }
  ]
}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """File of a bot, with whatever a test writes."""
    return tmp_path / "bot.json"


def run(app: Flask, *words: str | Path) -> Result:
    return app.test_cli_runner().invoke(args=["intents", *map(str, words)])


def test_a_folder_is_laid_out_once(sqlite_app: Flask, file: Path) -> None:
    file.write_text(MESSY)
    result = run(sqlite_app, "fmt", file.parent)
    assert (result.exit_code, result.output) == (0, f"Changed: {file}\n1 file changed, 0 as is.\n")
    assert file.read_text() == NEAT
    again = run(sqlite_app, "fmt", file)
    assert (again.exit_code, again.output) == (0, "0 files changed, 1 as is.\n")


def test_the_bundled_files_are_laid_out_without_a_path(sqlite_app: Flask) -> None:
    result = run(sqlite_app, "fmt", "--check")
    assert (result.exit_code, result.output) == (0, "0 files to change, 10 as is.\n")


def test_a_check_names_files_and_changes_none(sqlite_app: Flask, file: Path) -> None:
    file.write_text(MESSY)
    result = run(sqlite_app, "fmt", "--check", file)
    assert result.exit_code == 1
    assert result.output == f"Would change: {file}\n1 file to change, 0 as is.\n"
    assert file.read_text() == MESSY


def test_a_foreign_file_is_refused_with_the_way_out(sqlite_app: Flask, file: Path) -> None:
    file.write_text(FOREIGN)
    other = file.with_name("messy.json")
    other.write_text(MESSY)
    result = run(sqlite_app, "fmt", file.parent)
    assert result.exit_code == 1
    assert result.output.startswith(f"{file}:1:")
    assert f"flask intents convert {file} --replace" in result.output
    assert (file.read_text(), other.read_text()) == (FOREIGN, MESSY)
    assert run(sqlite_app, "convert", file, "--replace").exit_code == 0
    assert run(sqlite_app, "fmt", file.parent).exit_code == 0
    assert file.read_text() == NEAT


def test_no_conversion_is_advised_before_what_it_would_refuse(
    sqlite_app: Flask, file: Path
) -> None:
    items = [{"intent": "a", "text": [t], "context_filter": t} for t in ("hi", "ho")]
    file.write_text(json.dumps(items))
    refusal = run(sqlite_app, "convert", file).output
    result = run(sqlite_app, "fmt", file)
    assert result.exit_code == 1
    assert f"mend this first, and then: flask intents convert {file}" in result.output
    assert refusal.splitlines()[0] in result.output


def test_problems_leave_all_files_alone(sqlite_app: Flask, file: Path) -> None:
    file.write_text('{"intents": [}')
    other = file.with_name("messy.json")
    other.write_text(MESSY)
    result = run(sqlite_app, "fmt", file.parent)
    assert result.exit_code == 1
    assert result.output.startswith(f"{file}:1:")
    assert other.read_text() == MESSY


def test_a_conversion_is_printed_with_its_notes_apart(sqlite_app: Flask, file: Path) -> None:
    file.write_text(FOREIGN)
    result = run(sqlite_app, "convert", file)
    assert result.exit_code == 0
    assert result.stdout == NEAT
    assert result.stderr.splitlines() == [
        f"Note: {file}:1:34: A blank pattern is left out.",
        f"Note: {file}:1:49: A text alone is read as a list of one.",
        f"Note: {file}:1:66: A comment is left out.",
        "1 intent, 1 pattern, 1 response, 0 tests in 1 file, from: a list of intents;"
        ' "intent" is tag, "text" is patterns, "answer" is responses.',
    ]
    assert file.read_text() == FOREIGN


def test_an_existing_file_is_replaced_on_request_alone(sqlite_app: Flask, file: Path) -> None:
    file.write_text(FOREIGN)
    target = file.with_name("new.json")
    result = run(sqlite_app, "convert", file, "--output", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert target.read_text() == NEAT
    assert f"{target}: 1 intent," in result.stderr
    target.write_text("mine")
    refused = run(sqlite_app, "convert", file, "--output", target)
    assert refused.exit_code == 2
    assert "--replace" in refused.output
    assert target.read_text() == "mine"
    assert run(sqlite_app, "convert", file, "--output", target, "--replace").exit_code == 0
    assert target.read_text() == NEAT
    assert file.read_text() == FOREIGN


def test_a_left_out_key_is_counted(sqlite_app: Flask, file: Path) -> None:
    examples = [{"text": word, "intent": "hi", "entities": 1} for word in ("hi", "hello")]
    file.write_text(json.dumps({"rasa_nlu_data": {"common_examples": examples}}))
    result = run(sqlite_app, "convert", file)
    assert f'{file}:1:83: "entities" is left out (2 places; this is the first).' in result.stderr


def test_a_file_with_problems_is_not_converted(sqlite_app: Flask, file: Path) -> None:
    file.write_text('{"intents": [}')
    result = run(sqlite_app, "convert", file, "--replace")
    assert result.exit_code == 1
    assert result.output.startswith(f"{file}:1:")
    assert file.read_text() == '{"intents": [}'
