"""Blueprints of the application: the JSON API, the chat page, the admin pages.

Importing a module of views adds the pages to the blueprint of the admin pages.
"""

from flask import Blueprint, Flask
from flask_bootstrap import Bootstrap5
from jinja2 import FileSystemLoader

from web import navigation, status
from web.accounts import account_views, audit_views, link_views, sign_in_views, user_views
from web.accounts.service import EDITING_ENDS
from web.admin import language_views, lists
from web.admin.blueprint import admin
from web.api import documentation
from web.api.requests import check_body, keep_private
from web.chat.views import chat
from web.conversations import api as conversations
from web.conversations import views as conversation_views
from web.core.assets import template_folders
from web.dashboard import views as dashboard_views
from web.explain import views as explain_views
from web.http.sessions import API as API_NAME
from web.http.sites import answer_preflight, share_with_sites
from web.http.visitors import refuse_wrong_token
from web.inbox import example_views, transcript_views
from web.inbox import views as inbox_views
from web.intents import views as intent_views
from web.live import api as live_api
from web.live import canned_views
from web.live import views as live_views
from web.live.release import release_of_user
from web.models import views as model_views
from web.monitoring import views as monitoring_views
from web.replay import views as replay_views
from web.training import views as training_views
from web.widget import api as widget_api
from web.widget.views import widget

ADMIN_PAGES = (
    account_views,
    audit_views,
    canned_views,
    conversation_views,
    dashboard_views,
    example_views,
    explain_views,
    inbox_views,
    intent_views,
    language_views,
    link_views,
    lists,
    live_views,
    model_views,
    navigation,
    replay_views,
    training_views,
    transcript_views,
    user_views,
)


def _api() -> Blueprint:
    """The JSON API under /api/v1, the documentation, the health checks and the metrics."""
    version_1 = Blueprint("v1", __name__, url_prefix="/api/v1")
    version_1.before_request(answer_preflight)
    version_1.before_request(refuse_wrong_token)
    version_1.before_request(check_body)
    version_1.after_request(keep_private)
    version_1.after_request(share_with_sites)
    version_1.register_blueprint(conversations.blueprint)
    version_1.register_blueprint(live_api.blueprint)
    version_1.register_blueprint(widget_api.blueprint)
    version_1.register_blueprint(status.blueprint)
    blueprint = Blueprint(API_NAME, __name__)
    blueprint.register_blueprint(version_1)
    blueprint.register_blueprint(status.health)
    blueprint.register_blueprint(monitoring_views.blueprint)
    blueprint.register_blueprint(documentation.blueprint)
    return blueprint


API = _api()


def configure_routes(app: Flask) -> None:
    """Register the pages and endpoints, and the templates of every feature."""
    EDITING_ENDS.add(release_of_user)
    app.jinja_loader = FileSystemLoader(template_folders())
    # Bootstrap's files come from this machine.
    app.config["BOOTSTRAP_SERVE_LOCAL"] = True
    Bootstrap5(app)
    app.url_map.converters["tag"] = intent_views.TagPath
    app.register_blueprint(API)
    app.register_blueprint(chat)
    app.register_blueprint(widget)
    app.register_blueprint(admin)
    app.register_blueprint(sign_in_views.blueprint)
