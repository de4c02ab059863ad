"""Browser, and a server whose model is trained once for all tests."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect, sync_playwright

from tests.e2e.first_training import FirstTraining, watch_first_training
from tests.e2e.pages.chat_page import ChatPage
from tests.e2e.pages.server import Server
from tests.support.once import shared_folder
from tests.support.services import service_missing

CHROMIUM = Path(os.environ.get("RECOLLECT_TEST_CHROMIUM", "/usr/bin/chromium"))
# Suggestions below the address bar, and spare processes: for a visitor, more work than the chat.
UNSEEN = "WebUIOmniboxPopup,WebUIOmniboxAimPopup,SpareRendererForSitePerProcess"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--disable-background-networking",
    f"--disable-features={UNSEEN}",
]
PATIENCE = 15_000

MakeServer = Callable[..., Server]
NewVisitor = Callable[..., ChatPage]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        service_missing(
            f"There is no browser at {CHROMIUM}; install Debian's chromium,"
            " or name another one by RECOLLECT_TEST_CHROMIUM."
        )
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def first_training(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory, worker_id: str
) -> FirstTraining:
    """The first training, watched by a visitor."""
    with shared_folder(tmp_path_factory, worker_id, "first-visit") as folder:
        file = folder / "seen.json"
        if not file.exists():
            training = watch_first_training(browser, folder / "instance")
            file.write_text(training.to_json(), encoding="utf-8")
        return FirstTraining.from_json(file.read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def server(
    first_training: FirstTraining, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server for several tests; each visitor has cookies of their own."""
    instance = tmp_path_factory.mktemp("shared") / "instance"
    shutil.copytree(first_training.instance, instance)
    server = Server(instance)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def make_server(first_training: FirstTraining, tmp_path: Path) -> Iterator[MakeServer]:
    """Maker of servers with a trained model, for tests that change settings or the model."""
    servers: list[Server] = []

    def make(**settings: str) -> Server:
        instance = tmp_path / f"instance-{len(servers)}"
        shutil.copytree(first_training.instance, instance)
        servers.append(Server(instance, **settings))
        servers[-1].start()
        return servers[-1]

    yield make
    for server in servers:
        server.kill()


@pytest.fixture
def new_visitor(browser: Browser) -> Iterator[NewVisitor]:
    """Maker of visitors: tabs with cookies of their own.

    Asserts at the end that the browser had no complaint, and that all requests went to the server.
    """
    contexts: list[BrowserContext] = []
    tabs: list[ChatPage] = []

    def visit(server: Server, **options: object) -> ChatPage:
        context = browser.new_context(**{"locale": "en-GB", **options})  # type: ignore[arg-type]
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.on("page", lambda page: tabs.append(ChatPage(page, server.url)))
        context.new_page()
        return tabs[-1].open()

    yield visit
    for context in contexts:
        context.close()
    for tab in tabs:
        assert tab.complaints == []
        assert tab.foreign == []


@pytest.fixture
def chat(server: Server, new_visitor: NewVisitor) -> ChatPage:
    """The chat of a new visitor."""
    return new_visitor(server)
