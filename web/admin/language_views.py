"""Choice of the language of the admin pages."""

from urllib.parse import SplitResult, urlsplit

from flask import abort, current_app, redirect, request, url_for
from werkzeug.wrappers import Response

from web.admin.blueprint import admin
from web.http.translation import NAMES, remember_language

NO_PAGES = {
    "admin.download_model",
    "admin.export_csv",
    "admin.export_json_lines",
    "admin.live_list",
    "admin.live_new",
    "admin.run_progress",
}
"""Files and parts of pages: an error at such an address has a page with a choice, too."""


@admin.post("/language")
def choose_language() -> Response:
    """Remember the language, and go back to the page of the choice."""
    chosen = request.form.get("language", "")
    if chosen not in NAMES:
        abort(400)
    return remember_language(redirect(_page_before(), 303), chosen)


def _page_before() -> str:
    """Return the page that a browser comes from, if it is one of ours, and else the first page."""
    # Not by a field of the form: pages about links that are not valid must not tell them apart.
    before = _split(request.referrer or "")
    path = before.path.removeprefix(request.script_root)
    adapter = current_app.create_url_adapter(request)
    is_own = before.netloc == request.host and path.startswith("/admin/")
    if not is_own or adapter is None or not adapter.test(path, "GET"):
        return url_for("admin.dashboard")
    if adapter.match(path, "GET")[0] in NO_PAGES:
        return url_for("admin.dashboard")
    return before._replace(scheme="", netloc="", fragment="").geturl()


def _split(address: str) -> SplitResult:
    try:
        return urlsplit(address)
    except ValueError:  # a browser sends none like this
        return urlsplit("")
