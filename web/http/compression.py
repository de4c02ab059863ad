"""Compression of responses that are the same for everybody, by brotli or gzip.

Pages of users and answers of the API go out as they are: they hold secrets beside texts of the
request, and the length of the two compressed together tells of the secrets (BREACH, Gluck, Harris
and Prado 2013, https://breachattack.com).
"""

from __future__ import annotations

from functools import lru_cache

from flask import Response, request

SMALLEST = 1000
"""Bytes below which a response stays as it is: it fits into a packet."""

TEXTS = ("text/", "application/javascript", "application/json", "image/svg+xml")

BROTLI_QUALITY = 5
"""Level of brotli: 20 ms for the largest style sheet, a tenth more bytes than the slowest level."""

SLOWEST_QUALITY = 11
"""Level of brotli for files of at most MOST_SLOWLY bytes: 0.2 s, once in a process for each."""

MOST_SLOWLY = 64_000


def compressed(response: Response, *, is_file: bool = False) -> Response:
    """Return the response compressed as the browser likes; pictures and parts stay as they are.

    A file takes longer and gets smaller: there are few, where a page may be asked for in many ways.
    """
    if response.status_code != 200 or not _is_text(response.mimetype):
        return response
    response.vary.add("Accept-Encoding")
    coding = request.accept_encodings.best_match(("br", "gzip"))
    response.direct_passthrough = False
    data = response.get_data()
    if coding is None or len(data) < SMALLEST:
        return response
    tag, _ = response.get_etag()
    encoded = _encoded_file if is_file and len(data) <= MOST_SLOWLY else _encoded_page
    response.set_data(encoded(coding, data))
    response.headers["Content-Encoding"] = coding
    response.headers.pop("Accept-Ranges", None)
    if tag:
        response.set_etag(f"{tag}-{coding}")
        response.make_conditional(request)
    return response


def _is_text(mimetype: str | None) -> bool:
    return mimetype is not None and mimetype.startswith(TEXTS)


@lru_cache(128)
def _encoded_file(coding: str, data: bytes) -> bytes:
    return _encoded(coding, data, SLOWEST_QUALITY)


@lru_cache(32)  # apart: pages may be asked for in many ways, and would displace the files
def _encoded_page(coding: str, data: bytes) -> bytes:
    return _encoded(coding, data, BROTLI_QUALITY)


def _encoded(coding: str, data: bytes, quality: int) -> bytes:
    if coding == "gzip":
        import gzip  # as brotli: most processes and browsers do without

        return gzip.compress(data, mtime=0)
    import brotli  # not for commands

    encoded: bytes = brotli.compress(data, quality=quality)
    return encoded
