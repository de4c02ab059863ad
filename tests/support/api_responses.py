"""Bodies of API responses."""

import json
from typing import Any

from werkzeug.test import TestResponse


def body(response: TestResponse) -> Any:
    return json.loads(response.data)


def problem(response: TestResponse, status: int) -> Any:
    """Problem document of an error with this status."""
    document = body(response)
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert document["type"] == "about:blank"
    assert document["status"] == status
    assert document["title"]
    assert document["detail"].endswith(".")
    return document
