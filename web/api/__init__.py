"""The JSON API under /api/v1, its documentation, and the health checks."""

from flask import Blueprint

from web.api import conversations, documentation, health, status
from web.api.errors import answer_domain_errors
from web.api.requests import check_body, keep_private

blueprint = Blueprint("api", __name__)

v1 = Blueprint("v1", __name__, url_prefix="/api/v1")
v1.before_request(check_body)
v1.after_request(keep_private)
answer_domain_errors(v1)
v1.register_blueprint(conversations.blueprint)
v1.register_blueprint(status.blueprint)

blueprint.register_blueprint(v1)
blueprint.register_blueprint(health.blueprint)
blueprint.register_blueprint(documentation.blueprint)

__all__ = ["blueprint"]
