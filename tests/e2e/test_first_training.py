"""Page of a visitor before the first training has ended."""

import json
import re
from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.conftest import NewVisitor
from tests.e2e.first_training import FirstTraining
from tests.e2e.pages.server import Server


def test_the_page_says_how_far_the_bot_has_learnt(first_training: FirstTraining) -> None:
    assert first_training.presences[-2:] == ("Still learning", "Automated assistant")
    learning = "I'm learning from the intent files"
    epochs = [text for text in first_training.panel_texts if learning in text]
    assert len(epochs) >= 2
    assert all(re.search(r"epoch \d+ of \d+\.$", text) for text in epochs)
    assert max(first_training.progress) > 1


def test_a_question_asked_before_waits_and_is_answered(first_training: FirstTraining) -> None:
    assert "112 steps" in first_training.answer


def test_the_linear_votes_answer_while_the_network_learns(first_training: FirstTraining) -> None:
    assert 0 < first_training.answered_at < len(first_training.panel_texts)


def test_nobody_saw_an_error(first_training: FirstTraining) -> None:
    assert first_training.complaints == ()


def test_a_failed_training_says_why_and_what_to_do(tmp_path: Path, new_visitor: NewVisitor) -> None:
    intents = tmp_path / "intents"
    intents.mkdir()
    broken = {"intents": [{"tag": "greeting", "patterns": [], "responses": []}]}
    (intents / "broken.json").write_text(json.dumps(broken))
    server = Server(tmp_path / "instance", RECOLLECT_INTENTS=str(intents))
    server.start()
    try:
        chat = new_visitor(server)
        panel = chat.page.locator("#training")
        expect(panel).to_contain_text("I could not learn from the intent files")
        expect(panel).to_contain_text("broken.json:1:")
        expect(panel).to_contain_text("flask train")
        chat.write("hello")
        expect(chat.state_of("hello")).to_have_text("Will be answered as soon as Juniper is ready")
        expect(chat.page.locator("#presence")).to_have_text("Not ready yet")
    finally:
        server.kill()
