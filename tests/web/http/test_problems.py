import json

import pytest
from flask import Flask

from chatbot.errors import ExplainedError
from web.core.database import db, writing
from web.core.errors import ConflictError, NotFoundError, RefusedError
from web.http.problems import SENTENCES, HttpProblem
from web.models.errors import NoModelYet


def test_a_page_that_does_not_exist_is_a_friendly_page(sqlite_app: Flask) -> None:
    response = sqlite_app.test_client().get("/no/such/<page>")
    assert response.status_code == 404
    assert response.content_type.startswith("text/html")
    assert "There is nothing at this address." in response.text
    assert 'href="/"' in response.text
    assert "<page>" not in response.text


def test_an_error_of_the_program_is_a_friendly_page_without_details(sqlite_app: Flask) -> None:
    def fail() -> str:
        raise RuntimeError("the password is hunter2")

    sqlite_app.add_url_rule("/fails", view_func=fail)
    response = sqlite_app.test_client().get("/fails")
    assert response.status_code == 500
    assert "Something went wrong" in response.text
    assert "hunter2" not in response.text


def test_an_error_of_the_program_in_the_api_is_a_problem_without_details(
    sqlite_app: Flask,
) -> None:
    def fail() -> str:
        raise RuntimeError("the password is hunter2")

    sqlite_app.add_url_rule("/api/v1/fails", view_func=fail)
    response = sqlite_app.test_client().get("/api/v1/fails")
    assert response.status_code == 500
    assert response.content_type == "application/problem+json"
    assert set(json.loads(response.data)) == {"type", "title", "status", "detail", "request_id"}
    assert "hunter2" not in response.text


@pytest.mark.parametrize("path", ["/api", "/api/", "/api/v1/nowhere", "/api/v2/conversations"])
def test_unknown_addresses_of_the_api_are_problems(sqlite_app: Flask, path: str) -> None:
    response = sqlite_app.test_client().get(path)
    assert response.content_type == "application/problem+json"
    assert json.loads(response.data) == {
        "type": "about:blank",
        "title": "Not Found",
        "status": 404,
        "detail": "There is nothing at this address.",
    }


def test_a_method_that_is_not_allowed_says_which_are(sqlite_app: Flask) -> None:
    response = sqlite_app.test_client().put("/api/v1/conversations", json={})
    assert response.status_code == 405
    assert "POST" in response.headers["Allow"]
    assert "PUT" in json.loads(response.data)["detail"]


def test_a_problem_can_be_raised_inside_a_context(sqlite_app: Flask) -> None:
    def fail() -> str:
        with writing(db.session):
            raise HttpProblem(409, "Somebody was faster.")

    sqlite_app.add_url_rule("/api/v1/fails", view_func=fail)
    response = sqlite_app.test_client().get("/api/v1/fails")
    assert response.status_code == 409
    assert json.loads(response.data)["detail"] == "Somebody was faster."


@pytest.mark.parametrize(
    ("error", "status", "detail"),
    [
        (NotFoundError("There is no cat 7."), 404, "There is no cat 7."),
        (ConflictError("This name is taken."), 409, "This name is taken."),
        (RefusedError("Choose a day."), 422, "Choose a day."),
        (NoModelYet(), 503, NoModelYet.public),
        (ExplainedError("/srv/intents is damaged."), 500, SENTENCES[500]),
    ],
    ids=lambda part: type(part).__name__,
)
def test_an_expected_error_has_the_status_of_its_kind(
    sqlite_app: Flask, error: ExplainedError, status: int, detail: str
) -> None:
    def fail() -> str:
        raise error

    for path in ("/api/v1/fails", "/fails"):
        sqlite_app.add_url_rule(path, path, view_func=fail)
    document = sqlite_app.test_client().get("/api/v1/fails")
    assert document.status_code == status
    assert json.loads(document.data)["detail"] == detail
    page = sqlite_app.test_client().get("/fails")
    assert page.status_code == status
    assert detail in page.text
