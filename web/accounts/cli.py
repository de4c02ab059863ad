"""`flask users …`: accounts of the admin pages, and roles."""

import sys
from collections.abc import Callable
from functools import partial
from typing import TypeVar

import click
from flask.cli import AppGroup

from web.accounts import links
from web.accounts import service as accounts
from web.accounts.credentials import rules
from web.accounts.tables import ROLES, Role
from web.cli.errors import reports_errors
from web.core.address import admin_url
from web.core.audit import TERMINAL
from web.core.database import db, reading
from web.core.settings import current_settings

T = TypeVar("T")

EMAIL = click.argument("email")
ROLE = click.Choice(ROLES)


@click.group("users", cls=AppGroup)
def users() -> None:
    """Manage the accounts of the admin pages, and the rights of each account."""


@users.command("add")
@EMAIL
@click.option("--role", type=ROLE, default="viewer", show_default=True, help="What they may do.")
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
@reports_errors
def add(email: str, role: Role, password_stdin: bool) -> None:
    """Make an account; asks for the password twice."""
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _typed_password()
    with db.sessionmaker.begin() as session:
        user = accounts.add(session, TERMINAL, email, password, role)
    click.echo(f"{user.email} can sign in now, as {role}.")


@users.command("list")
@reports_errors
def list_users() -> None:
    """Print every account with the role, and marks of disabled and two-factor accounts."""
    with db.sessionmaker() as session, reading(session):
        everybody = accounts.everybody(session)
    for user in everybody:
        marks = ("" if user.active else "  disabled") + ("  two-factor" * bool(user.tf_totp_secret))
        click.echo(f"{user.role:<6}  {user.email}{marks}")
    if not everybody:
        click.echo("There is no account yet. Make one with: flask users add EMAIL --role admin")


@users.command("role")
@EMAIL
@click.argument("role", type=ROLE)
@reports_errors
def change_role(email: str, role: Role) -> None:
    """Change the role of an account, from the next click on."""
    _change(email, partial(accounts.change_role, role=role))
    click.echo(f"{email} has the role {role} now.")


@users.command("disable")
@EMAIL
@reports_errors
def disable(email: str) -> None:
    """Sign an account out everywhere, and refuse any further sign-in."""
    _change(email, accounts.disable)
    click.echo(f"{email} is disabled and signed out everywhere.")


@users.command("enable")
@EMAIL
@reports_errors
def enable(email: str) -> None:
    """Let a disabled account sign in again."""
    _change(email, accounts.enable)
    click.echo(f"{email} may sign in again.")


@users.command("reset")
@EMAIL
@click.option("--two-factor", is_flag=True, help="Turn two-factor sign-in off as well.")
@reports_errors
def reset(email: str, two_factor: bool) -> None:
    """Print a link for choosing a new password, once and within a day."""
    if two_factor:
        _change(email, accounts.drop_two_factor)
    token = _change(email, links.make_reset_token)
    click.echo(admin_url(current_settings(), f"reset/{token}"))


def _change(email: str, change: Callable[..., T]) -> T:
    with db.sessionmaker.begin() as session:
        return change(session, TERMINAL, accounts.named(session, email))


def _typed_password() -> str:
    click.echo(rules(), err=True)
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))
