"""Views of the API with requests checked and answers written, by the models of both.

SpecTree describes the views. To check requests it reads all headers, cookies and the body anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from flask import Response, request
from pydantic import BaseModel, ValidationError
from spectree.utils import get_multidict_items, get_request_model_hints

from web.api.requests import parsed_body, wrong_fields


class JsonResponse(Response):
    """Response with JSON in one piece, and with all of its headers."""

    default_mimetype = "application/json"

    def __call__(self, environ: Any, start_response: Any) -> Iterable[bytes]:
        start_response(self.status, self.headers.to_wsgi_list())
        return () if environ["REQUEST_METHOD"] == "HEAD" else (self.get_data(),)


def checked(
    view: Callable[..., Any], described: Callable[..., Any], body: type[BaseModel] | None
) -> Callable[..., Any]:
    """Return a view that gets its `json` and `query` as models, and may return a model.

    A `body` is checked also for a view that does not take it.
    """
    models = get_request_model_hints(view)
    query, json = models.get("query"), models.get("json")

    @wraps(described)
    def call(**values: Any) -> Any:
        try:
            if query:
                values["query"] = query.model_validate(get_multidict_items(request.args))
            if json:
                values["json"] = json.model_validate(parsed_body())
            elif body:
                body.model_validate(parsed_body())
        except ValidationError as error:
            raise wrong_fields(error) from None
        return _written(view(**values))

    return call


def _written(result: Any) -> Any:
    """Return a result with a model as a response, and any other for Flask to make one."""
    content, status = result if isinstance(result, tuple) else (result, 200)
    if not isinstance(content, BaseModel):
        return result
    return JsonResponse(content.model_dump_json(), status)
