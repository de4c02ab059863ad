"""Security of requests and responses: headers, size of bodies, proxies, rate limits."""

import time
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address, ip_network
from math import ceil
from typing import ParamSpec, TypeVar

from flask import Flask, Response, g
from werkzeug.middleware.proxy_fix import ProxyFix

from chatbot.imports import placeholders
from web.core.settings import Settings, current_settings
from web.http.problems import HttpProblem, answer
from web.http.visitors import current_visitor

with placeholders({"limits.aio": "storage"}):  # for asynchronous applications: 0.4 MB
    from flask_limiter import Limiter, RateLimitExceeded
    from flask_limiter.util import get_remote_address
    from limits import parse_many

P = ParamSpec("P")
R = TypeVar("R")

LARGEST_BODY = 64 * 1024
REDIS_SECONDS = 1
VISITORS_PER_ADDRESS = 5
"""Visitors at an address, such as an office, able to use their whole limits at once."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
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
    remote = get_remote_address()
    try:
        if isinstance(ip_address(remote), IPv6Address):
            remote = str(ip_network(f"{remote}/64", strict=False))
    except ValueError:
        pass  # a name that a proxy gives
    return f"address {remote}"


def limit_of_address() -> str:
    """Return the rate limit for all visitors of an address together."""
    return "; ".join(
        f"{limit.amount * VISITORS_PER_ADDRESS} per {limit.multiples} {limit.GRANULARITY.name}"
        for limit in parse_many(current_settings().rate_limit)
    )


limiter = Limiter(sender, key_prefix="recollect", in_memory_fallback_enabled=True)


def limited(view: Callable[P, R]) -> Callable[P, R]:
    """Limit a view by visitor and by address, so new cookies give no more."""
    # The visitor's limit first: requests that it refuses do not count against the neighbours.
    by_visitor = limiter.limit(lambda: current_settings().rate_limit)(view)
    return limiter.limit(limit_of_address, key_func=lambda: f"all of {address()}")(by_visitor)


def configure_security(app: Flask, settings: Settings) -> None:
    """Protect the application, and trust as many proxies as the settings say."""
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["RATELIMIT_STORAGE_URI"] = settings.redis_url or "memory://"
    if settings.redis_url:
        # A server that hangs is as good as none: then each process counts by itself.
        app.config["RATELIMIT_STORAGE_OPTIONS"] = {
            "socket_connect_timeout": REDIS_SECONDS,
            "socket_timeout": REDIS_SECONDS,
        }
    limiter.init_app(app)
    app.register_error_handler(RateLimitExceeded, _answer_rate_limit)
    app.after_request(_add_headers)
    if count := settings.trusted_proxies:
        proxied = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count, x_prefix=count)
        app.wsgi_app = proxied  # type: ignore[method-assign]


def relax_content_security(**directives: str) -> None:
    """Change directives of the Content-Security-Policy for the current response alone."""
    g.content_security = {name.replace("_", "-"): value for name, value in directives.items()}


def _add_headers(response: Response) -> Response:
    policy = CONTENT_SECURITY_POLICY | g.get("content_security", {})
    response.headers["Content-Security-Policy"] = "; ".join(
        f"{name} {value}" for name, value in policy.items()
    )
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


def _answer_rate_limit(_error: RateLimitExceeded) -> Response:
    breached = limiter.current_limit
    wait = max(1, ceil(breached.window.reset_time - time.time())) if breached else 1
    return answer(
        HttpProblem(
            429,
            f"Too many requests in a short time. Try again in {wait} s.",
            {"Retry-After": str(wait)},
        )
    )
