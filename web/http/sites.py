"""Other sites: pages of the origins in the settings, and of no other, may use the API (CORS).

Cookies stay here: no response allows credentials, so that such a page has to send a token.
"""

from flask import Response, request

from web.core.settings import current_settings
from web.http.problems import HttpProblem
from web.http.visitors import HEADER

PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, DELETE",
    "Access-Control-Allow-Headers": f"Content-Type, {HEADER}, X-Request-ID",
    "Access-Control-Max-Age": "7200",
}
READABLE = "Content-Disposition, Retry-After, X-Request-ID"


def answer_preflight() -> Response | None:
    """Answer a browser's question if a page of another site may send a request."""
    if request.method != "OPTIONS" or "Access-Control-Request-Method" not in request.headers:
        return None
    if not _is_of_site():
        raise HttpProblem(
            403,
            "Pages of this site may not use the API. The operator of the bot can name the site in"
            " RECOLLECT_SITES.",
        )
    return Response(status=204, headers=PREFLIGHT)


def share_with_sites(response: Response) -> Response:
    """Let pages of the sites in the settings read the response."""
    if not current_settings().sites:
        return response
    response.vary.add("Origin")
    if _is_of_site():
        response.headers["Access-Control-Allow-Origin"] = request.headers["Origin"]
        response.headers["Access-Control-Expose-Headers"] = READABLE
    return response


def _is_of_site() -> bool:
    return request.headers.get("Origin") in (current_settings().sites or ())
