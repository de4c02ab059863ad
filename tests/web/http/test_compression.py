"""Files and pages for everybody come compressed; pages with secrets do not."""

import gzip
import re

import brotli
import pytest
from flask import Flask

from tests.support.sign_in import SignIn

BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def test_brotli_and_gzip_hold_the_same_bytes(app: Flask) -> None:
    client = app.test_client()
    plain = client.get("/")
    with_brotli = client.get("/", headers=BROWSER)
    with_gzip = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert brotli.decompress(with_brotli.data) == gzip.decompress(with_gzip.data) == plain.data
    assert len(with_brotli.data) < len(plain.data) / 2
    assert int(with_brotli.headers["Content-Length"]) == len(with_brotli.data)
    for response in (plain, with_brotli, with_gzip):
        assert "Accept-Encoding" in response.headers["Vary"]


def test_every_script_and_style_of_the_chat_is_small(app: Flask) -> None:
    client = app.test_client()
    files = re.findall(r'(?:src|href)="(/assets[^"]+)"', client.get("/").text)
    for file in files:
        with client.get(file, headers=BROWSER) as response:
            size = int(response.headers["Content-Length"])
            assert size < 1000 or response.headers["Content-Encoding"] == "br", file
    with client.get(files[0], headers={"Range": "bytes=0-9"} | BROWSER) as part:
        assert "Content-Encoding" not in part.headers


def test_an_unchanged_file_is_not_sent_again(app: Flask) -> None:
    client = app.test_client()
    (file,) = re.findall(r'href="(/assets/[^"]+/base.css)"', client.get("/").text)
    with client.get(file, headers=BROWSER) as first, client.get(file) as plain:
        tag = first.headers["ETag"]
        assert tag != plain.headers["ETag"]
    with client.get(file, headers=BROWSER | {"If-None-Match": tag}) as again:
        assert again.status_code == 304


@pytest.mark.parametrize("page", ["/admin/", "/admin/conversations?q=secret", "/admin/login"])
def test_a_page_with_a_token_tells_nothing_by_its_length(sign_in: SignIn, page: str) -> None:
    assert "Content-Encoding" not in sign_in("viewer").get(page, headers=BROWSER).headers


def test_the_files_of_an_admin_page_fit_and_are_kept(sign_in: SignIn) -> None:
    client = sign_in("admin")
    page = client.get("/admin/")
    size = len(page.data)
    addresses = re.findall(r'(?:<script src|<link [^>]*href|<use href)="(/[^"#]+)', page.text)
    for address in {*addresses}:
        with client.get(address, headers=BROWSER) as response:
            assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
            size += int(response.headers["Content-Length"])
    assert any("icons-" in address for address in addresses)
    assert size < 120_000
