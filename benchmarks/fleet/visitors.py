"""Visitors: each sends messages one after the other, each until it is acknowledged."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from threading import Event, Thread
from uuid import UUID, uuid4

import requests

PATIENCE = 30.0
PAUSE = 0.05


class Visitor(Thread):
    """Visitor with a conversation; repeats a message by its id, as the chat page does."""

    def __init__(self, url: str, stage: Callable[[], str]) -> None:
        super().__init__(daemon=True)
        self.sent: list[UUID] = []
        self.acknowledged: dict[UUID, UUID] = {}
        self.errors: Counter[tuple[str, str]] = Counter()
        self.leaves = Event()
        self._url = f"{url}/api/v1/conversations"
        self._stage = stage
        self._browser = requests.Session()

    def run(self) -> None:
        conversation = self._post(self._url, {})["id"]
        while not self.leaves.is_set():
            message = uuid4()
            self.sent.append(message)
            content = {"id": str(message), "text": f"hello {message}"}
            answer = self._post(f"{self._url}/{conversation}/messages", content)
            self.acknowledged[message] = UUID(answer["reply"]["id"])

    def _post(self, url: str, content: dict[str, str]) -> dict[str, dict[str, str]]:
        while True:
            try:
                response = self._browser.post(url, json=content, timeout=PATIENCE)
            except requests.RequestException as error:
                self.errors[self._stage(), f"no answer: {type(error).__name__}"] += 1
            else:
                if response.status_code in (200, 201):
                    return dict(response.json())
                self.errors[self._stage(), _cause(response)] += 1
            time.sleep(PAUSE)


def _cause(response: requests.Response) -> str:
    """Sentence of a problem document, else the status of the proxy."""
    if "json" in response.headers.get("Content-Type", ""):
        return f"{response.status_code}: {response.json().get('detail', '')}"
    return f"{response.status_code} from nginx"
