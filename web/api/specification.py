"""OpenAPI document, made from the views and the models of requests and responses."""

import sys
from collections.abc import Callable
from copy import deepcopy
from typing import Any

from web.api import schemas as shapes

# SpecTree reads all pages of its offline package at import: 40 MB that no request needs, as /docs
# serves the files of the package.
sys.modules["offapi"] = None  # type: ignore[assignment]
from spectree import Response as Responses  # noqa: E402
from spectree import SpecTree  # noqa: E402

from web.api.checking import checked  # noqa: E402

del sys.modules["offapi"]

PROBLEM = "application/problem+json"
DESCRIPTION = """\
Begin a conversation, keep the cookie that comes with it, send messages. A conversation belongs
to the cookie that began it: to everyone else it does not exist (404). On pages of other sites,
a token in the header `Recollect-Visitor` takes the place of the cookie. Errors are problem
documents (RFC 9457); `detail` is a sentence for people.
"""


class Specification(SpecTree):
    """Specification that makes the schemas of its models when the document is asked for.

    SpecTree makes them with the views: 2 MB in every web process, and a tenth of its start. The
    requests are checked by `checked`.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        self._described: dict[str, tuple[Any, Any]] = {}
        super().__init__(*args, **options)

    def validate(self, *args: Any, **described: Any) -> Callable[..., Any]:
        """Describe a view, and check its requests."""
        describe = super().validate(*args, **described)
        return lambda view: checked(view, describe(view), described.get("json"))

    def _add_model(self, model: Any, mode: Any = "validation") -> str:
        name = self.naming_strategy(model)
        self._described[name] = (model, mode)
        return name

    def _generate_spec(self) -> dict[str, Any]:
        for model, mode in self._described.values():
            super()._add_model(model, mode)
        document: dict[str, Any] = super()._generate_spec()
        return document


specification = Specification(
    "flask",
    title="Recollect",
    version="1",
    description=DESCRIPTION,
    path="docs",
    mode="strict",
    validation_error_model=shapes.ProblemDocument,
    naming_strategy=lambda model: getattr(model, "__name__", str(model)),
    nested_naming_strategy=lambda _parent, child: child,
)


def answers(*problems: int, **shapes_by_status: Any) -> Responses:
    """Return the responses of a view: shapes of success (HTTP_200=…), and statuses of problems."""
    documents = dict.fromkeys((f"HTTP_{status}" for status in problems), shapes.ProblemDocument)
    return Responses(**shapes_by_status, **documents)


def openapi_document() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the current application."""
    document: dict[str, Any] = deepcopy(specification.spec)
    for path in document["paths"].values():
        for operation in path.values():
            _name_problem_type(operation["responses"])
            _allow_no_body(operation, document["components"]["schemas"])
    return document


def _name_problem_type(responses: dict[str, Any]) -> None:
    for response in responses.values():
        content = response.get("content", {})
        shape = content.get("application/json", {}).get("schema", {}).get("$ref", "")
        if shape.endswith("/ProblemDocument"):
            response["content"] = {PROBLEM: content["application/json"]}


def _allow_no_body(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    body = operation.get("requestBody")
    if body is None:
        return
    shape = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    body["required"] = bool(schemas[shape].get("required"))
