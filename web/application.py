"""Assembly of the application from the features."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, request
from flask.globals import request_ctx

from web.accounts.sign_in import configure_sign_in
from web.cli.lazy import FILES_OF_EXTENSIONS
from web.commands import register_commands
from web.core.database import configure_database
from web.core.settings import Settings
from web.http.logging import configure_observability
from web.http.metrics import configure_metrics
from web.http.numbers import configure_numbers
from web.http.problems import configure_problems
from web.http.routing import PromptRule
from web.http.security import configure_security
from web.http.sessions import API, configure_csrf, configure_sessions
from web.http.translation import configure_translation
from web.routes import configure_routes

Hook = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Hooks:
    """Functions before and after the view of an endpoint, and at the end of its request."""

    before: tuple[Hook, ...]
    after: tuple[Hook, ...]
    teardown: tuple[Hook, ...]


class Application(Flask):
    """Flask that looks up the hooks of an endpoint once, and for functions all synchronous.

    Hooks of extensions, and of admin pages, do not see the JSON API: a visitor is no user, and they
    take longer than the view.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._hooks: dict[str | None, Hooks] = {}

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func

    def preprocess_request(self) -> Any:
        """Call the hooks before a view, until one has an answer."""
        for hook in self._hooks_of_request().before:
            answer = hook()
            if answer is not None:
                return answer
        return None

    def process_response(self, response: Response) -> Response:
        """Call the hooks after a view, and store the session of a user."""
        context = request_ctx._get_current_object()  # type: ignore[attr-defined]
        for hook in (*context._after_request_functions, *self._hooks_of_request().after):
            response = hook(response)
        if not self.session_interface.is_null_session(context._session):
            self.session_interface.save_session(self, context._session, response)
        return response

    def do_teardown_request(self, exc: BaseException | None = None) -> None:
        """Call the hooks at the end of a request."""
        for hook in self._hooks_of_request().teardown:
            hook(exc)

    def _hooks_of_request(self) -> Hooks:
        endpoint = request.endpoint
        if endpoint not in self._hooks:
            self._hooks[endpoint] = self._hooks_at(request.blueprints)
        return self._hooks[endpoint]

    def _hooks_at(self, blueprints: list[str]) -> Hooks:
        """Hooks of the application and of blueprints, the innermost first."""
        names = (None, *reversed(blueprints))
        before = [hook for name in names for hook in self.before_request_funcs[name]]
        after = [hook for name in names for hook in self.after_request_funcs[name]]
        teardown = [hook for name in names for hook in self.teardown_request_funcs[name]]
        all_hooks = (before, after[::-1], teardown[::-1])
        sees = _sees_api if API in blueprints else bool
        return Hooks(*(tuple(filter(sees, hooks)) for hooks in all_hooks))


def create_app(settings: Settings | None = None) -> Flask:
    """The WSGI application; raises SettingsError where the environment is wrong."""
    settings = settings or Settings.from_environ()
    app = Application("web", instance_path=str(settings.instance), **FILES_OF_EXTENSIONS)
    app.config["RECOLLECT"] = settings
    configure_database(app, settings)
    configure_pages(app, settings)
    register_commands(app)
    return app


def _sees_api(hook: Hook) -> bool:
    """Return True for a hook of this program that is not for admin pages."""
    module: str = getattr(hook, "func", hook).__module__
    return module.startswith("web.") and not module.startswith("web.admin.")


def configure_pages(app: Flask, settings: Settings) -> None:
    """Add pages, API, accounts and log to an application with a database."""
    app.url_rule_class = PromptRule
    app.config["SECRET_KEY"] = settings.secret_key
    configure_observability(app, settings)
    configure_metrics(app, settings)
    configure_problems(app)
    configure_security(app, settings)
    configure_sessions(app)
    configure_translation(app.jinja_env)
    configure_numbers(app.jinja_env)
    configure_csrf(app)
    configure_sign_in(app, settings)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # Flask-Security brought a new one
    configure_routes(app)
