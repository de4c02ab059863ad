"""Pages of the try-out, intents, trainings and models in a browser."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from chatbot.intents.intent_set import IntentSet
from chatbot.model.bundle import INTENTS, Bundle
from tests.conftest import MakeSettings
from tests.e2e.first_training import FirstTraining
from tests.e2e.pages.accessibility import Scheme, assert_whole, violations
from tests.e2e.pages.admin_browser import Editors, serving
from tests.e2e.pages.complaints import no_complaints
from tests.e2e.pages.server import INTENTS as FILES
from tests.support.trainings import reject, request_run, train_on
from tests.web.replay.test_service import reworded
from web.conversations.tables import Conversation, Message
from web.core.database import db, reading, writing
from web.core.settings import Settings
from web.models import archives, deployments, storage


@pytest.fixture
def app(
    first_training: FirstTraining,
    tmp_path: Path,
    make_app: Callable[[Settings], Flask],
    make_settings: MakeSettings,
) -> Flask:
    """The trained bot, a run that was rejected, one that trains, and a visitor's message."""
    instance = shutil.copytree(first_training.instance, tmp_path / "copy")
    intents = Path(shutil.copy(FILES / "shop.json", tmp_path))
    app = make_app(make_settings(RECOLLECT_INSTANCE=str(instance), RECOLLECT_INTENTS=str(intents)))
    with app.app_context(), reading(db.session) as session:
        version = deployments.live_version(session)
        assert version
        bundle = Bundle.from_bytes(archives.read_archive(session, version.id))
    reject(app, request_run(app, epochs=2), bundle, version.id)
    request_run(app, epochs=5)
    with app.app_context(), writing(db.session) as session:
        talk = Conversation(visitor_id=uuid4(), state="{}")
        session.add(talk)
        session.flush()
        session.add(Message(conversation_id=talk.id, role="user", text="is there a lift"))
    return app


@pytest.fixture
def page(app: Flask, browser: Browser) -> Iterator[Page]:
    """Page of an admin; asserts that their browser has no complaint."""
    with serving(app) as url:
        context = Editors(app, browser, url).sign_in("ada@example.org", "admin", base_url=url)
        page = context.new_page()
        with no_complaints(page):
            yield page
            context.close()


def test_axe_finds_nothing_and_nothing_sticks_out(page: Page) -> None:
    paths = ("try?text=are+yuo+open+today", "intents", "intents/greeting", "runs", "runs/2")
    pairs: tuple[tuple[Scheme, int], ...] = (("light", 1280), ("dark", 375))
    for path in (*paths, "runs/3", "models", "models/3", "models/3/replay"):
        page.goto(f"admin/{path}")
        for scheme, width in pairs:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            page.set_viewport_size({"width": width, "height": 800})
            assert violations(page) == [], (path, scheme)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


def test_on_a_phone_both_answers_of_a_replay_are_seen(app: Flask, page: Page) -> None:
    with app.app_context(), writing(db.session) as session:
        version = deployments.live_version(session)
        assert version
        bundle = Bundle.from_bytes(archives.read_archive(session, version.id))
        for tag in [intent.tag for intent in IntentSet.from_json(bundle.text(INTENTS))]:
            bundle = reworded(bundle, tag)
        number = storage.store(session, bundle).id
    page.goto(f"admin/models/{number}/replay")
    expect(page.get_by_text("Something else.").first).to_be_visible()
    expect(page.locator("td").last).to_have_attribute("data-label", f"Version {number}")
    assert_whole(page)


@pytest.mark.parametrize("path", ["try?text=are+yuo+open+today", "runs/2"])
def test_on_a_phone_no_table_is_cut_off(page: Page, path: str) -> None:
    page.goto(f"admin/{path}")
    assert_whole(page)


def test_the_curves_of_a_training_move(app: Flask, page: Page) -> None:
    page.goto("admin/runs/3")
    expect(page.locator("#says")).to_contain_text("Epoch 5 of 10")
    line = page.locator("#chart-accuracy polyline.first")
    before = line.get_attribute("points")
    assert before
    assert len(before.split()) == 5
    expect(page.get_by_role("img", name="Accuracy: by epoch, at last 75.0%")).to_be_visible()
    with app.app_context(), writing(db.session) as session:
        train_on(session, 3, 6)
    expect(page.locator("#says")).to_contain_text("Epoch 6 of 10")
    expect(line).not_to_have_attribute("points", before)
    page.get_by_role("button", name="Cancel this training").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("cancelled")


def test_a_cell_of_the_confusion_matrix_opens_its_messages_by_keyboard(page: Page) -> None:
    page.goto("admin/runs/2")
    page.get_by_label("3 messages of greeting taken for opening_hours").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("greeting <i>0</i>")).to_be_visible()


def test_the_reliability_diagram_has_a_column_for_each_bin(page: Page) -> None:
    page.goto("admin/runs/2")
    expect(page.locator("#chart-reliability rect")).to_have_count(10)
    expect(page.locator("#chart-reliability polyline.second")).to_have_count(1)


def test_the_replay_comes_into_the_page_of_a_run(page: Page) -> None:
    page.goto("admin/runs/2")
    expect(page.locator("#replay")).to_contain_text("no answer differs")
