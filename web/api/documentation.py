"""/openapi.json, and /docs: the pages of Swagger UI, served from here."""

from flask import Blueprint, Response, abort, json, render_template, send_from_directory

from web.api.specification import openapi_document
from web.core.assets import package_folder
from web.http.security import relax_content_security

SWAGGER_FILES = ("swagger_bundle.js", "swagger_style.css")

blueprint = Blueprint("documentation", __name__)


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Serve the OpenAPI document of the API."""
    return Response(json.dumps(openapi_document()), content_type="application/json")


@blueprint.get("/docs")
def docs() -> str:
    """Serve the pages for people, to read and to try."""
    # Swagger UI draws its icons as data: images.
    relax_content_security(img_src="'self' data:")
    return render_template("api/docs.html")


@blueprint.get("/docs/<name>")
def swagger_file(name: str) -> Response:
    """Serve a file of Swagger UI."""
    if name not in SWAGGER_FILES:
        abort(404)
    return send_from_directory(package_folder("offapi"), name)
