"""Checks of requests to the API, before the views."""

import json
from typing import Any, cast

from flask import Request, Response, request
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from chatbot.located_json.pointer import pointer
from web.http.problems import HttpProblem

_BODY = "recollect.body"
"""Key of the parsed body in the environ of a request."""


def check_body() -> None:
    """Refuse bodies other than a JSON object.

    A page of another site can make a browser send a form, or an empty body, but never this type
    without leave of the API: with the SameSite cookie, forged requests are kept out.
    """
    current: Request = request._get_current_object()  # type: ignore[attr-defined]
    mimetype = current.mimetype
    typed = bool(mimetype) and current.method not in ("GET", "HEAD")
    if typed and mimetype != "application/json":
        raise HttpProblem(415, "Send JSON, with the header Content-Type: application/json.")
    body = current.get_data(cache=True)
    if not body:
        return
    if not typed:
        raise HttpProblem(415, "Send the header Content-Type: application/json with a body.")
    parsed = _parsed(body)
    if not isinstance(parsed, dict):
        raise _problem_of_fields([{"detail": "The body must be a JSON object.", "pointer": ""}])
    current.environ[_BODY] = parsed


def parsed_body() -> dict[str, Any]:
    """Return the JSON object that was checked; an empty one without a body."""
    return cast("dict[str, Any]", request.environ.get(_BODY, {}))


def wrong_fields(error: ValidationError) -> HttpProblem:
    """Return the refusal of a request with wrong fields."""
    errors = error.errors(include_url=False, include_input=False)
    return _problem_of_fields([_field_error(details) for details in errors])


def keep_private(response: Response) -> Response:
    """Keep conversations out of caches."""
    response.headers.setdefault("Cache-Control", "no-store")
    return response


def _parsed(body: bytes) -> Any:
    try:
        return json.loads(body)
    except RecursionError:
        raise HttpProblem(400, "The JSON is nested too deeply.") from None
    except ValueError as error:
        raise HttpProblem(400, f"The body is not valid JSON: {error}.") from None


def _problem_of_fields(errors: list[dict[str, str]]) -> HttpProblem:
    return HttpProblem(422, "Some fields are wrong; see errors.", members={"errors": errors})


def _field_error(error: ErrorDetails) -> dict[str, str]:
    detail = f"{error['msg']}."
    if request.method == "GET":
        return {"detail": detail, "parameter": str(error["loc"][0])}
    # Of a wrong key, the place is that of its value.
    place = error["loc"][:-1] if error["loc"][-1:] == ("[key]",) else error["loc"]
    return {"detail": detail, "pointer": pointer(place)}
