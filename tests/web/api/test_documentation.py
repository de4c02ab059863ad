import json
import re
from typing import Any

import pytest
from flask import Flask


def document(app: Flask) -> Any:
    response = app.test_client().get("/openapi.json")
    assert response.status_code == 200
    assert response.content_type == "application/json"
    return json.loads(response.data)


def test_the_document_names_every_operation(sqlite_app: Flask) -> None:
    described = {
        (method, path)
        for path, operations in document(sqlite_app)["paths"].items()
        for method in operations
    }
    assert described == {
        ("post", "/api/v1/conversations"),
        ("get", "/api/v1/conversations"),
        ("post", "/api/v1/conversations/{conversation_id}/messages"),
        ("get", "/api/v1/conversations/{conversation_id}/messages"),
        ("get", "/api/v1/conversations/{conversation_id}/export"),
        ("get", "/api/v1/conversations/{conversation_id}/transcript"),
        ("delete", "/api/v1/conversations/{conversation_id}"),
        ("post", "/api/v1/messages/{message_id}/feedback"),
        ("post", "/api/v1/conversations/{conversation_id}/hand-over"),
        ("get", "/api/v1/conversations/{conversation_id}/hand-over"),
        ("delete", "/api/v1/conversations/{conversation_id}/hand-over"),
        ("get", "/api/v1/conversations/{conversation_id}/hand-over/events"),
        ("post", "/api/v1/conversations/{conversation_id}/hand-over/message"),
        ("post", "/api/v1/conversations/{conversation_id}/hand-over/typing"),
        ("post", "/api/v1/visitors"),
        ("get", "/api/v1/status"),
        ("get", "/healthz"),
        ("get", "/readyz"),
    }


def test_the_document_has_no_loose_ends(sqlite_app: Flask) -> None:
    described = document(sqlite_app)
    named = set(re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(described)))
    assert named <= set(described["components"]["schemas"])


def test_errors_are_described_as_problem_documents(sqlite_app: Flask) -> None:
    responses = document(sqlite_app)["paths"]["/api/v1/conversations"]["post"]["responses"]
    assert set(responses) == {"201", "400", "409", "413", "415", "422", "429", "503"}
    assert list(responses["201"]["content"]) == ["application/json"]
    assert list(responses["422"]["content"]) == ["application/problem+json"]


def test_the_page_for_people_loads_nothing_from_elsewhere(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    page = client.get("/docs")
    assert page.status_code == 200
    assert "//" not in page.text.replace("<!doctype html>", "")
    assert re.search(r"<script(?! src=)", page.text) is None
    loaded = re.findall(r'(?:src|href|data-document)="([^"]+)"', page.text)
    assert len(loaded) == 5
    for address in loaded:
        with client.get(address) as response:
            assert response.status_code == 200


def test_only_the_page_for_people_may_show_data_images(sqlite_app: Flask) -> None:
    client = sqlite_app.test_client()
    policy = client.get("/docs").headers["Content-Security-Policy"]
    assert "default-src 'self';" in policy
    assert "img-src 'self' data:" in policy
    assert "script-src" not in policy  # so that default-src holds
    assert "unsafe" not in policy
    assert "data:" not in client.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["redoc.js", "__init__.py", "..%2f__init__.py"])
def test_other_files_of_the_package_are_not_served(sqlite_app: Flask, name: str) -> None:
    assert sqlite_app.test_client().get(f"/docs/{name}").status_code == 404


def test_bounds_are_told_in_words_of_json_schema(app: Flask) -> None:
    schemas = document(app)["components"]["schemas"]
    (user,) = (schema for name, schema in schemas.items() if name.startswith("SignedUser"))
    assert user["properties"]["expires"]["minimum"] == 0
