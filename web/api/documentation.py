"""/openapi.json, and /docs: the pages of Swagger UI, served from here."""

from flask import Blueprint, Response, json, make_response, render_template

from web.api.specification import openapi_document
from web.http.compression import compressed
from web.http.security import relax_content_security

blueprint = Blueprint("documentation", __name__)


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Serve the OpenAPI document of the API."""
    return compressed(Response(json.dumps(openapi_document()), content_type="application/json"))


@blueprint.get("/docs")
def docs() -> Response:
    """Serve the pages for people, to read and to try."""
    # Swagger UI draws its icons as data: images.
    relax_content_security(img_src="'self' data:")
    return compressed(make_response(render_template("api/docs.html")))
