"""Finding of the format."""

from pathlib import Path

import pytest

from chatbot.intents.formats.sources.errors import ImportSourceError
from tests.chatbot.intents.formats.reading import read_files

RASA = "nlu:\n- intent: a\n  examples: |\n    - b\n"
CORPUS = "conversations:\n- [hello, hi]\n"


def test_two_formats_at_once_are_a_question(tmp_path: Path) -> None:
    with pytest.raises(ImportSourceError, match="may be rasa or chatterbot: choose by --format"):
        read_files(tmp_path, {"a.yml": RASA, "b.yml": CORPUS})
    imported = read_files(tmp_path, {"a.yml": RASA, "b.yml": CORPUS}, "chatterbot")
    assert [intent.tag for intent in imported.intents] == ["hello"]


def test_tables_beside_a_bot_are_other_files(tmp_path: Path) -> None:
    imported = read_files(tmp_path, {"a.yml": RASA, "cities.csv": "name,country\nBerlin,DE\n"})
    assert imported.format == "rasa"
    assert [loss.kind for loss in imported.losses] == ["other_file"]


def test_a_format_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(ImportSourceError, match="no intents of the format luis in it"):
        read_files(tmp_path, {"a.yml": RASA}, "luis")


def test_intents_that_nothing_leads_to(tmp_path: Path) -> None:
    with pytest.raises(ImportSourceError, match="No intent in it has a message"):
        read_files(tmp_path, {"a.yml": "responses:\n  utter_a:\n  - text: b\nnlu: []\n"})


def test_a_file_without_a_suffix(tmp_path: Path) -> None:
    from chatbot.intents.formats.reader import import_intents

    (tmp_path / "bot").write_text(RASA)
    assert import_intents(tmp_path / "bot").format == "rasa"
