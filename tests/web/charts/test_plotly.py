"""plotly.js comes from this machine, and only its pages relax the policy."""

import re

from sqlalchemy.orm import Session

from tests.support.conversations import PastMessage, store_conversation
from tests.support.sign_in import SignIn
from web.core.database import utc_now


def test_only_pages_with_charts_allow_styles_in_them(sign_in: SignIn) -> None:
    client = sign_in("viewer")
    policy = client.get("/admin/").headers["Content-Security-Policy"]
    assert "style-src 'self' 'unsafe-inline'" in policy
    assert "script-src" not in policy
    other = client.get("/admin/conversations").headers["Content-Security-Policy"]
    assert "unsafe-inline" not in other


def test_plotly_comes_from_this_machine_and_is_kept(session: Session, sign_in: SignIn) -> None:
    store_conversation(session, PastMessage("hello", at=utc_now()))
    client = sign_in("viewer")
    store_page = client.get("/admin/").text
    address = re.search(r'src="(/admin/plotly/[^"]+)"', store_page)
    assert address
    answer = client.get(address[1])
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert answer.mimetype == "text/javascript"
    assert b"plotly.js v3" in answer.data[:200]
    answer.close()
    old = client.get("/admin/plotly/0.0.0/plotly.min.js")
    assert "immutable" not in old.headers["Cache-Control"]
    old.close()
