"""Browser around the test client, which sends forms with the token of their page."""

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.support.sign_in import csrf_token
from web.accounts import service as accounts
from web.accounts.tables import Role, User
from web.core.audit import TERMINAL
from web.core.database import db, writing

PASSWORD = "seven grey herons wade"


@dataclass(frozen=True)
class Browser:
    """Browser that opens pages and sends forms, as a person does."""

    client: FlaskClient

    def page(self, path: str) -> str:
        response = self.client.get(path, follow_redirects=True)
        assert response.status_code == 200, (path, response.status_code)
        return response.get_data(as_text=True)

    def send(self, path: str, page: str | None = None, **form: str) -> TestResponse:
        """Open the page (the path itself unless named), and send the form with its token."""
        token = csrf_token(self.page(page or path))
        return self.client.post(path, data={**form, "csrf_token": token})

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        return self.send("/admin/login", email=email, password=password)

    @property
    def is_signed_in(self) -> bool:
        return self.client.get("/admin/account").status_code == 200


def make_user(app: Flask, email: str, role: Role = "viewer", password: str = PASSWORD) -> User:
    with app.app_context(), writing(db.session):
        return accounts.add(db.session, TERMINAL, email, password, role)
