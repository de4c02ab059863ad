"""Security of requests and responses: headers, size of bodies, proxies, rate limits."""

import time
from collections.abc import Callable, Mapping
from functools import lru_cache, wraps
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import ParamSpec, TypeVar

from flask import Flask, Response, current_app, g, request
from werkzeug.middleware.proxy_fix import ProxyFix

from chatbot.imports import deferred
from web.core.settings import Settings, current_settings
from web.http.hosts import configure_hosts
from web.http.problems import HttpProblem, answer
from web.http.rate_limits import RateLimits, parsed
from web.http.translation import _
from web.http.visitors import current_visitor

with deferred("limits.aio"):  # for asynchronous applications: 0.4 MB
    from flask_limiter import Limiter, RateLimitExceeded
    from flask_limiter.util import get_remote_address

P = ParamSpec("P")
R = TypeVar("R")

LARGEST_BODY = 64 * 1024
REDIS_SECONDS = 1
VISITORS_PER_ADDRESS = 5
"""Visitors at an address, such as an office, able to use their whole limits at once."""

LIMITS = "recollect-limits"
"""Key of the RateLimits among the extensions of an application."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
HTTPS_ALONE = "max-age=31536000"
"""Browsers come back by HTTPS for a year; names below this one may be other people's."""

CONTENT_SECURITY_POLICY = {
    "default-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
}


def sender() -> str:
    """Return the key of the rate limit: the visitor, or without a cookie the address."""
    visitor = current_visitor()
    return f"visitor {visitor}" if visitor else address()


def address() -> str:
    """Return the address of the sender; for IPv6 the /64 network, assigned to a single sender."""
    return _address_of(get_remote_address())


@lru_cache(1024)
def _address_of(remote: str) -> str:
    try:
        if isinstance(ip_address(remote), IPv6Address):
            remote = str(ip_network(f"{remote}/64", strict=False))
    except ValueError:
        pass  # a name that a proxy gives
    return f"address {remote}"


@lru_cache(8)
def limit_of_address(limit_of_visitor: str) -> str:
    """Return the rate limit for all visitors of an address together."""
    return "; ".join(
        f"{limit.amount * VISITORS_PER_ADDRESS} per {limit.multiples} {limit.GRANULARITY.name}"
        for limit in parsed(limit_of_visitor)
    )


limiter = Limiter(sender, key_prefix="recollect", in_memory_fallback_enabled=True)


def limited(view: Callable[P, R]) -> Callable[P, R]:
    """Limit a view by visitor and by address, so new cookies give no more.

    Each view has counts of its own: a thumb is no message.
    """

    @wraps(view)
    def counted(*args: P.args, **kwargs: P.kwargs) -> R:
        limits: RateLimits = current_app.extensions[LIMITS]
        limit, endpoint = current_settings().rate_limit, request.endpoint
        # The visitor's limit first: requests that it refuses do not count against the neighbours.
        wait = limits.count(limit, f"{sender()} {endpoint}") or limits.count(
            limit_of_address(limit), f"all of {address()} {endpoint}"
        )
        if wait:
            raise _too_many(wait)
        return view(*args, **kwargs)

    return counted


def count_or_refuse(limit: str, key: str) -> None:
    """Count a request; raises HttpProblem (429) after one too many."""
    limits: RateLimits = current_app.extensions[LIMITS]
    if wait := limits.count(limit, key):
        raise _too_many(wait)


def configure_security(app: Flask, settings: Settings) -> None:
    """Protect the application, and trust as many proxies as the settings say."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "process://"
    if settings.redis_url:
        # A server that hangs is as good as none: then each process counts by itself.
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {
            "socket_connect_timeout": REDIS_SECONDS,
            "socket_timeout": REDIS_SECONDS,
        }
    limiter.init_app(app)
    app.extensions[LIMITS] = RateLimits(limiter.storage)
    app.register_error_handler(RateLimitExceeded, _answer_rate_limit)
    app.after_request(_add_headers)
    configure_hosts(app, settings)
    if count := settings.trusted_proxies:
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count)
        app.wsgi_app = proxied  # type: ignore[method-assign]


def relax_content_security(**directives: str) -> None:
    """Change directives of the Content-Security-Policy for the current response alone."""
    changed = {name.replace("_", "-"): value for name, value in directives.items()}
    g.content_security = g.get("content_security", {}) | changed


def _policy(directives: Mapping[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


_STRICT_POLICY = _policy(CONTENT_SECURITY_POLICY)


def _add_headers(response: Response) -> Response:
    relaxed = g.get("content_security")
    policy = _policy(CONTENT_SECURITY_POLICY | relaxed) if relaxed else _STRICT_POLICY
    headers = HEADERS | {"Content-Security-Policy": policy}
    if relaxed and "frame-ancestors" in relaxed:
        del headers["X-Frame-Options"]  # it can name no sites
    if request.is_secure:
        headers["Strict-Transport-Security"] = HTTPS_ALONE
    # No view sets them: to look for each, and at each value, takes longer than to add all.
    response.headers._list.extend(headers.items())
    return response


def _answer_rate_limit(_error: RateLimitExceeded) -> Response:
    breached = limiter.current_limit
    return answer(
        _too_many(max(1, ceil(breached.window.reset_time - time.time())) if breached else 1)
    )


def _too_many(wait: int) -> HttpProblem:
    sentence = _("Too many requests in a short time. Try again in %(seconds)d s.", seconds=wait)
    return HttpProblem(429, sentence, {"Retry-After": str(wait)})
