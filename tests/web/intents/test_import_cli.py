"""`flask intents import`."""

import json
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from chatbot.intents.errors import IntentsError
from chatbot.intents.formats.imported import Loss, LossKind
from chatbot.intents.intent_set import Intent, IntentSet
from web.intents.format_wording import loss_phrase

RASA = """
nlu:
- intent: hours
  examples: |
    - are you open on [Sunday](day)
    - opening hours
responses:
  utter_hours:
  - text: From 9 to 6.
  utter_bye:
  - text: Bye.
"""

OUTPUTS = ("shop.json", "shop-intents.json", "./-intents.json")


@pytest.fixture
def rasa(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of Rasa, in a current folder of its own."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    path = folder / "bot.yml"
    path.write_text(RASA)
    return path


def run(app: Flask, *arguments: object) -> Result:
    """Run the command."""
    return app.test_cli_runner().invoke(args=["intents", "import", *map(str, arguments)])


def test_the_file_is_ours_and_the_losses_are_listed(sqlite_app: Flask, rasa: Path) -> None:
    result = run(sqlite_app, rasa)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines() == [
        "From 1 file (rasa): 1 intent, 2 patterns, 1 response and 1 entity came over, and 1 thing"
        " did not:",
        "  1 response that no intent leads to (utter_bye)",
        "Note: There is no fallback, the answer to what the bot does not know: write an intent"
        ' "fallback" with "responses", or begin with `flask init my-bot`, which writes one, and'
        " import with `--output my-bot/bot-intents.json`.",
        "Written to bot-intents.json. Next: `flask intents check bot-intents.json`, then",
        "`RECOLLECT_INTENTS=bot-intents.json RECOLLECT_INSTANCE=bot-intents-instance make run`.",
    ]
    intents = IntentSet.load(rasa.with_name("bot-intents.json"))
    patterns = ("are you open on Sunday", "opening hours")
    assert tuple(intents) == (Intent("hours", patterns, ("From 9 to 6.",)),)


def test_tests_and_contexts_are_counted_and_nothing_may_be_lost(
    sqlite_app: Flask, rasa: Path
) -> None:
    lines = rasa.with_name("lines.jsonl")
    lines.write_text(
        '{"tag": "a", "patterns": ["hi"], "responses": ["ho"], "context_set": ["c"]}\n'
        '{"tag": "b", "patterns": ["go"], "context_filter": ["c"], "tests": ["x", "y"]}\n'
    )
    assert run(sqlite_app, lines).output.splitlines()[:2] == [
        "From 1 file (jsonl): 2 intents, 2 patterns, 1 response, 2 tests and 1 context came over,"
        " and nothing was left out.",
        "Note: 1 intent has no responses yet, so the fallback answers (b). In the new file,"
        ' write "responses": ["…"] for each, and train again.',
    ]


def test_intents_without_messages_are_noted_and_responses_tell_the_language(
    sqlite_app: Flask, rasa: Path
) -> None:
    lines = rasa.with_name("lines.jsonl")
    lines.write_text(
        '{"tag": "saludo", "patterns": ["hola"], "responses": ["¿En qué puedo ayudarte hoy?"]}\n'
        '{"tag": "nada", "patterns": [], "responses": ["No es lo que usted quiere, pero sí más."]}'
    )
    output = run(sqlite_app, lines).output.splitlines()
    assert output[1] == (
        "Note: 1 intent has no messages, so nothing leads to the responses (nada). In the new file,"
        ' write "patterns": ["…"] for each.'
    )
    assert "RECOLLECT_LANGUAGE=spanish" in output[-1]


def test_guessed_columns_are_told_and_can_be_chosen(sqlite_app: Flask, rasa: Path) -> None:
    table = rasa.with_name("table.csv")
    table.write_text("hours,are you open\nhours,opening hours\nbye,bye\n")
    assert (
        "Note: table.csv: by a guess, column 2 is read as the message and column 1 is read as the"
        " intent. If that is wrong, choose them: --columns text=2,intent=1"
    ) in run(sqlite_app, table.name).output.splitlines()
    result = run(sqlite_app, table.name, "--replace", "--columns", "text=1,intent=2")
    assert "by a guess" not in result.output
    assert "Note: 3 intents have no responses yet" in result.output
    tags = [intent.tag for intent in IntentSet.load(rasa.with_name("table-intents.json"))]
    assert tags == ["are you open", "opening hours", "bye"]


@pytest.mark.parametrize("columns", ["text", "text=1", "colour=1,intent=2", "intent=1"])
def test_columns_lack_something(sqlite_app: Flask, rasa: Path, columns: str) -> None:
    result = run(sqlite_app, rasa, "--columns", columns)
    assert result.exit_code == 2
    assert "--columns" in result.output


def test_columns_have_the_names_that_a_header_may_have(sqlite_app: Flask, rasa: Path) -> None:
    table = rasa.with_name("table.csv")
    table.write_text("hello,good bye\nhey,good day\n")
    assert run(sqlite_app, table, "--columns", "Frage=2,answer=1").exit_code == 0
    intents = IntentSet.load(rasa.with_name("table-intents.json")).intents
    assert intents[0] == Intent("good_bye", ("good bye",), ("hello",))
    refused = run(sqlite_app, table, "--replace", "--columns", "text=1,question=2")
    assert refused.exit_code == 2
    assert "question is a second column of the text" in refused.output


def test_a_category_that_is_not_used_is_noted(sqlite_app: Flask, rasa: Path) -> None:
    table = rasa.with_name("table.csv")
    table.write_text("Category,Question,Answer\nVisit,Park?,Behind.\nVisit,Children?,Yes.\n")
    output = run(sqlite_app, table).output.splitlines()
    assert output[0] == (
        f'Note: {table}: the column "Category" is not used, as a cell of it has questions with'
        " several answers: each answer is an intent. If each cell is an intent, choose it:"
        " --columns intent=1,text=2,response=3"
    )
    assert "  1 other column (Category)" in output


@pytest.mark.parametrize(
    ("patterns", "note"),
    [
        ([1, 1, 3], "Note: 2 of 3 intents have one pattern: write two or three other wordings"),
        ([1, 3, 3], ""),
        ([1, 3], ""),
    ],
)
def test_intents_of_one_pattern_are_told_where_most_are(
    sqlite_app: Flask, rasa: Path, patterns: list[int], note: str
) -> None:
    rows = (f"{tag}{row},{tag}" for tag, count in enumerate(patterns) for row in range(count))
    table = rasa.with_name("table.csv")
    table.write_text("\n".join(["text,intent", *rows, "x,fallback"]))
    output = run(sqlite_app, table).output
    assert note in output
    assert bool(note) == ("one pattern" in output)
    assert "There is no fallback" not in output


def test_a_file_beside_other_intents_is_a_part_of_their_bot(sqlite_app: Flask, rasa: Path) -> None:
    target = Path("my bot", "hours.json")
    target.parent.mkdir()
    schema, others = target.with_name("x.json"), target.with_name("intents.json")
    schema.write_text('{"a": 1}')
    assert (
        "RECOLLECT_INTENTS='my bot/hours.json'" in run(sqlite_app, rasa, "--output", target).output
    )
    others.write_text('{"intents": [{"tag": "hi", "patterns": ["hi"], "responses": ["Hello."]}]}')
    schema.unlink()
    output = run(sqlite_app, rasa, "--output", target, "--replace").output
    assert 'write an intent "fallback" with "responses".' in output
    others.write_text(others.read_text().replace('"hi"', '"fallback"', 1))
    output = run(sqlite_app, rasa, "--output", target, "--replace").output
    assert "fallback" not in output
    *_, check, serve = output.splitlines()
    assert check == "Written to my bot/hours.json. Next: `flask intents check 'my bot'`, then"
    assert serve == ("`RECOLLECT_INTENTS='my bot' RECOLLECT_INSTANCE='my bot-instance' make run`.")


def test_the_next_step_names_the_language(sqlite_app: Flask, rasa: Path) -> None:
    patterns = (
        "- cuándo abren la tienda\n    - hola, ¿dónde está la tienda?\n    - qué día no abren"
    )
    rasa.write_text(RASA.replace("- are you open on [Sunday](day)", patterns))
    last = run(sqlite_app, rasa).output.splitlines()[-1]
    settings = "RECOLLECT_INSTANCE=bot-intents-instance RECOLLECT_LANGUAGE=spanish"
    assert last.endswith(f" {settings} make run`.")


def test_the_next_step_has_a_database_of_the_bot_alone(sqlite_app: Flask, rasa: Path) -> None:
    (rasa.parent / "my bot").mkdir()
    last = run(sqlite_app, rasa, "--output", "my bot/intents.json").output.splitlines()[-1]
    settings = (
        "RECOLLECT_INTENTS='my bot/intents.json' RECOLLECT_INSTANCE='my bot/intents-instance'"
    )
    assert last == f"`{settings} make run`."
    commands = [run(sqlite_app, rasa, "--output", name).output for name in OUTPUTS]
    instances = [output.split("RECOLLECT_INSTANCE=")[1].split()[0] for output in commands]
    assert instances == ["shop-instance", "shop-intents-instance", "instance-intents"]
    assert "`flask intents check ./-intents.json`" in commands[-1]
    assert "RECOLLECT_INTENTS=./-intents.json " in commands[-1]


def test_a_file_that_exists_stays_unless_it_may_go(sqlite_app: Flask, rasa: Path) -> None:
    target = rasa.with_name("mine.json")
    target.write_text("mine")
    refused = run(sqlite_app, rasa, "--output", target)
    assert refused.exit_code == 1
    assert "mine.json exists already: name another file by --output" in refused.output
    assert target.read_text() == "mine"
    assert run(sqlite_app, rasa, "--output", target, "--replace").exit_code == 0
    assert "opening hours" in target.read_text()


@pytest.mark.parametrize("text", ["nlu: [", "nlu: &a [*a]", "a: 1", "nlu: []", "", "\0"])
def test_nothing_is_written_if_anything_is_wrong(sqlite_app: Flask, rasa: Path, text: str) -> None:
    (rasa.parent / "second.yml").write_text(text)
    target = rasa.with_name("target.json")
    target.write_text("old")
    source = rasa.parent / "second.yml"
    result = run(sqlite_app, source, "--output", target, "--replace")
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert "second.yml" in result.output
    assert target.read_text() == "old"
    assert sorted(path.name for path in rasa.parent.iterdir()) == [
        "bot.yml",
        "second.yml",
        "target.json",
    ]


def test_a_disk_that_fails_leaves_the_old_file(
    sqlite_app: Flask, rasa: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    target = rasa.with_name("target.json")
    target.write_text("old")
    monkeypatch.setattr("os.fsync", fail)
    result = run(sqlite_app, rasa, "--output", target, "--replace")
    assert result.exit_code == 1
    assert "No space left on device" in result.output
    assert target.read_text() == "old"
    assert {path.name for path in rasa.parent.iterdir()} == {"bot.yml", "target.json"}


def test_cells_without_an_intent_are_noted(sqlite_app: Flask, rasa: Path) -> None:
    table = rasa.with_name("a.csv")
    table.write_text("intent,text\nhours,are you open?\n,opening hours\n")
    output = run(sqlite_app, table).output
    assert "a.csv: in 1 row, the cell of the intent is empty and read as that of the row" in output
    assert IntentSet.load("a-intents.json").intents[0].patterns == (
        *("are you open?", "opening hours"),
    )


def test_the_format_can_be_named(sqlite_app: Flask, rasa: Path) -> None:
    result = run(sqlite_app, rasa, "--format", "chatterbot")
    assert result.exit_code == 1
    assert "no intents of the format chatterbot in it" in result.output


def test_a_language_can_be_chosen(sqlite_app: Flask, rasa: Path) -> None:
    texts = {"en": ["Open?"], "de": ["Offen?"]}
    qna = {"qnas": [{"id": "open", "data": {"questions": texts, "answers": {"de": ["Ja."]}}}]}
    (rasa.parent / "qna.json").write_text(json.dumps(qna))
    result = run(sqlite_app, rasa.parent / "qna.json", "--language", "de")
    assert "1 text in another language: choose it by --language (en)" in result.output
    assert IntentSet.load("qna-intents.json").intents[0].patterns == ("Offen?",)


@pytest.mark.parametrize("kind", LossKind.__args__)  # type: ignore[attr-defined]
def test_every_loss_has_words(kind: LossKind) -> None:
    single, several = loss_phrase(Loss(kind, 1, "a\nb")), loss_phrase(Loss(kind, 1200, ""))
    assert single.startswith("1 ")
    assert single.endswith(" (a b)")
    assert several.startswith("1,200 ")
    assert several != single


def test_no_file_is_written_that_would_not_be_read(
    sqlite_app: Flask, rasa: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.intents.import_cli.MOST_VALUES", 12)
    result = run(sqlite_app, rasa)
    assert result.exit_code == 1
    assert "1 intents with 3 patterns and responses. An intent file has at most" in result.output
    assert list(rasa.parent.iterdir()) == [rasa]


def test_a_file_is_written_that_has_as_many_values_as_are_read(
    sqlite_app: Flask, rasa: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in ("web.intents.import_cli", "chatbot.located_json.parser"):
        monkeypatch.setattr(f"{module}.MOST_VALUES", 13)
    assert run(sqlite_app, rasa).exit_code == 0
    assert len(IntentSet.load(rasa.with_name("bot-intents.json"))) == 1
    monkeypatch.setattr("chatbot.located_json.parser.MOST_VALUES", 12)
    with pytest.raises(IntentsError, match="More than 12 values"):
        IntentSet.load(rasa.with_name("bot-intents.json"))
