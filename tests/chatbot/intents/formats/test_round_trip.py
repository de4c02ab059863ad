"""Export and import: reading back what was written gives the same set."""

import json
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings

from chatbot.entities.entity import Entity
from chatbot.intents.actions.action import Action
from chatbot.intents.formats.exports.export import EXPORT_NAMES, ExportName, export_files
from chatbot.intents.formats.exports.table import UnwritableTextError
from chatbot.intents.formats.reader import import_intents
from chatbot.intents.forms.form import Form, Slot
from chatbot.intents.intent_set import Intent, IntentSet
from tests.chatbot.intents.formats.intent_sets import AWKWARD, form_sets, intent_sets

BUNDLED = Path(__file__).parents[4] / "intents"


def read_back(intents: IntentSet, name: ExportName) -> IntentSet:
    """Write a set in a format, and read the files."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "written")
        for path, data in export_files(intents, name).items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        files = [path for path in root.rglob("*") if path.is_file()]
        source = files[0] if len(files) == 1 else root
        if name == "recollect":
            return IntentSet.load(source)
        imported = import_intents(source)
        assert imported.format == name
        return IntentSet(imported.intents)


@pytest.mark.parametrize("name", EXPORT_NAMES)
@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(intents=intent_sets())
def test_the_same_set(name: ExportName, intents: IntentSet) -> None:
    loaded = read_back(intents, "recollect")  # which may call an intent the fallback
    assert len(loaded) == len(intents)
    assert read_back(loaded, name).intents == loaded.intents


@pytest.mark.parametrize("name", ["dialogflow", "rasa", "recollect"])
@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(intents=form_sets())
def test_the_same_forms(name: ExportName, intents: IntentSet) -> None:
    loaded = read_back(intents, "recollect")
    assert read_back(loaded, name).intents == loaded.intents


@pytest.mark.parametrize("name", EXPORT_NAMES)
def test_texts_that_are_there_twice(name: ExportName) -> None:
    twice = Intent("a", ("b", "b", "c"), ("D.", "D.", "E."))
    intents = IntentSet((twice, Intent("f", ("g",), ("H.",))))
    assert read_back(intents, name) == intents


@pytest.mark.parametrize("name", EXPORT_NAMES)
def test_the_bundled_bot(name: ExportName) -> None:
    intents = IntentSet.load(BUNDLED)
    assert read_back(intents, name) == intents


@pytest.mark.parametrize("name", EXPORT_NAMES)
def test_every_awkward_text_in_every_place(name: ExportName) -> None:
    tests = tuple(f"test {text}" for text in AWKWARD)
    names = tuple(text.strip() for text in AWKWARD)
    awkward = tuple(
        Intent(tag, AWKWARD, AWKWARD, names, names, text, tests)
        for tag, text in dict(zip(names, AWKWARD, strict=True)).items()
    )
    assert read_back(IntentSet(awkward), name).intents == awkward


def test_names_that_differ_by_case_are_different_files_of_dialogflow(tmp_path: Path) -> None:
    intents = IntentSet((Intent("Hi", ("a",)), Intent("hi", ("b",)), Intent("h/i", ("c",))))
    path = tmp_path / "agent.zip"
    path.write_bytes(export_files(intents, "dialogflow")["dialogflow.zip"])
    with zipfile.ZipFile(path) as archive:
        names = [name.casefold() for name in archive.namelist()]
    assert len(set(names)) == len(names)


def test_an_agent_opens_the_context_that_stands_for_several(tmp_path: Path) -> None:
    intents = IntentSet(
        (
            Intent("one", ("1",), context_set=("a",)),
            Intent("two", ("2",), context_set=("b",)),
            Intent("yes", ("yes",), context_filter=("a", "b")),
        )
    )
    path = tmp_path / "agent.zip"
    path.write_bytes(export_files(intents, "dialogflow")["dialogflow.zip"])
    with zipfile.ZipFile(path) as archive:
        first, yes = (json.loads(archive.read(f"intents/{name}.json")) for name in ("one", "yes"))
    assert [c["name"] for c in first["responses"][0]["affectedContexts"]] == ["a", "a_or_b"]
    assert yes["contexts"] == ["a_or_b"]


def test_edited_files_of_rasa_are_read_as_edited(tmp_path: Path) -> None:
    intents = IntentSet((Intent("greet", ("hi", " hello "), ("Hello!",), tests=("hey",)),))
    for path, data in export_files(intents, "rasa").items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    file = tmp_path / "data" / "nlu.yml"
    file.write_text(file.read_text().replace("- text: hi", "- text: good morning"))
    assert import_intents(tmp_path).intents[0].patterns == ("good morning", " hello ")


def test_actions_are_named_for_programs_of_their_own(tmp_path: Path) -> None:
    calls = [Action("https://a.example", rasa="action_stock"), Action("https://a.example")]
    asks = [Intent(f"ask {n}", (f"ask {n}",), ("Yes.",), action=c) for n, c in enumerate(calls)]
    intents = IntentSet((*asks, Intent("bye", ("bye",), ("Bye.",))))
    files = export_files(intents, "rasa")
    assert yaml.safe_load(files["domain.yml"])["actions"] == ["action_stock", "action_ask_1"]
    rules = yaml.safe_load(files["data/rules.yml"])["rules"]
    steps = {rule["rule"]: rule["steps"] for rule in rules}
    assert steps["ask_0"][1:] == [{"action": "utter_ask_0"}, {"action": "action_stock"}]
    assert steps["bye"][1:] == [{"action": "utter_bye"}]
    path = tmp_path / "agent.zip"
    path.write_bytes(export_files(intents, "dialogflow")["dialogflow.zip"])
    imported = import_intents(path)
    assert [intent.responses for intent in imported.intents] == [("Yes.",), ("Yes.",), ("Bye.",)]
    assert {loss.kind: loss.count for loss in imported.losses} == {"action": 2}


def test_a_form_is_called_as_no_answer() -> None:
    slots = (Slot("note", Entity("text"), ("Any note?",)),)
    form = Intent("utter_book", ("book it",), ("Booked.",), form=Form(slots, ("Gone.",)))
    intents = IntentSet((form, Intent("book_form", ("a form",), ("Here it is.",))))
    assert read_back(intents, "rasa") == intents


@pytest.mark.parametrize("is_first", [True, False])
def test_a_form_is_called_as_no_action(is_first: bool) -> None:
    form = Form((Slot("note", Entity("text"), ("Any note?",)),), ("Gone.",))
    book = Intent("book", ("book it",), ("Booked.",), form=form)
    action = Action("https://a.example", rasa="book_form")
    stock = Intent("stock", ("any left",), ("Wait.",), action=action)
    intents = IntentSet((book, stock) if is_first else (stock, book))
    without = {intent.tag: replace(intent, action=None) for intent in intents}
    assert {intent.tag: intent for intent in read_back(intents, "rasa")} == without


def test_a_table_holds_no_nul() -> None:
    with pytest.raises(UnwritableTextError, match='"zero" has the character NUL'):
        export_files(IntentSet((Intent("zero", ("a\0b",)),)), "csv")


def test_a_spreadsheet_calculates_nothing() -> None:
    table = export_files(IntentSet((Intent("sum", ("=1+1", "'=2")),)), "csv")["intents.csv"]
    assert b'"\'=1+1"' in table
    assert b"\"''=2\"" in table
