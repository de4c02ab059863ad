"""README.md and docs/ tell all that there is, and nothing else."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from urllib.parse import unquote

import click
import pytest
from flask import Flask

from chatbot.home import HOME
from chatbot.intents.linting.finding import MENDABLE, Rule, severity_of
from chatbot.intents.schema import IntentEntry
from chatbot.model.architectures import ARCHITECTURES
from tests.support import markdown
from tests.support.markdown import read, table
from web.cli.lazy import LazyCommand
from web.core.settings import Settings

LONGEST_DEFAULT = 40
FOLDERS = ("RECOLLECT_INTENTS", "RECOLLECT_INSTANCE", "RECOLLECT_ENCODER")
ALL = "\n".join(path.read_text(encoding="utf-8") for path in markdown.FILES)


def test_the_settings_table_is_that_of_the_code() -> None:
    documented = [row[:2] for row in table("docs/settings.md", "All settings")]
    assert documented == [
        [f"`{setting.alias}`", _default(str(setting.alias), setting.default)]
        for setting in Settings.model_fields.values()
    ]


def _default(name: str, default: str) -> str:
    if name in FOLDERS:
        default = f"./{Path(default).relative_to(HOME)}"
    if len(default) > LONGEST_DEFAULT:
        return "see [.env.example](../.env.example)"
    return f"`{default}`" if default else ""


def test_the_settings_table_explains_with_the_words_of_the_code() -> None:
    for (name, _, meaning), setting in zip(
        table("docs/settings.md", "All settings"), Settings.model_fields.values(), strict=True
    ):
        assert meaning.replace("`", "").replace("&#124;", "|") == setting.description, name


def test_the_commands_table_holds_every_command_of_ours(sqlite_app: Flask) -> None:
    ours = {name for name, command in _commands(sqlite_app) if _is_ours(command)}
    assert ours
    assert ours <= set(_documented_commands())


def test_every_documented_command_exists_with_its_options(sqlite_app: Flask) -> None:
    commands = dict(_commands(sqlite_app))
    for name, meaning in _documented_commands().items():
        assert name in commands, name
        options = {option for p in commands[name].params for option in p.opts}
        assert set(re.findall(r"--[a-z-]+", meaning)) <= options, name


def test_every_option_of_ours_is_explained(sqlite_app: Flask) -> None:
    for name, command in _commands(sqlite_app):
        for parameter in command.params if _is_ours(command) else ():
            if isinstance(parameter, click.Option) and not parameter.hidden:
                assert f"`{parameter.opts[0]}" in ALL, f"{name} {parameter.opts[0]}"


def _documented_commands() -> dict[str, str]:
    rows = [
        (command.strip("`"), meaning)
        for command, meaning in table("docs/commands.md", "All commands")
    ]
    flask = [(command.split()[1:], meaning) for command, meaning in rows if "flask" in command]
    return {" ".join(w for w in words if w.islower()): meaning for words, meaning in flask}


def _commands(app: Flask) -> Iterator[tuple[str, click.Command]]:
    """All commands that are no groups, by the words that are typed after `flask`."""
    context = click.Context(app.cli)
    with app.app_context():
        for name, lazy in app.cli.commands.items():
            command = _loaded(lazy)
            if isinstance(command, click.Group):
                for sub in command.list_commands(context):
                    inner = command.get_command(context, sub)
                    assert inner
                    yield f"{name} {sub}", _loaded(inner)
            else:
                yield name, command


def _loaded(command: click.Command) -> click.Command:
    return command.load() if isinstance(command, LazyCommand) else command


def _is_ours(command: click.Command) -> bool:
    return (getattr(command.callback, "__module__", None) or "").startswith("web.")


def test_the_networks_are_explained_with_the_words_of_the_code() -> None:
    documented = [row[:2] for row in table("docs/authoring.md", "Other networks")]
    assert documented == [
        [f"`{name}`", architecture.idea] for name, architecture in ARCHITECTURES.items()
    ]
    for (_, _, options), architecture in zip(
        table("docs/authoring.md", "Other networks"), ARCHITECTURES.values(), strict=True
    ):
        suggested = [
            f"`--{name} {value}`" for name, value in architecture.suggested.chosen().items()
        ]
        assert options == ", ".join(suggested)


def test_make_targets_are_those_of_the_makefile() -> None:
    targets = re.findall(r"^# make (\w+)", read("Makefile"), re.MULTILINE)
    documented = [row[0] for row in table("docs/commands.md", "make")]
    assert targets
    assert sorted(documented) == sorted(f"`make {target}`" for target in targets)


def test_the_api_document_holds_every_address_and_no_other(sqlite_app: Flask) -> None:
    there = [
        f"{method} {_documented(rule.rule)}"
        for rule in sqlite_app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if not rule.endpoint.startswith(("admin.", "bootstrap.", "security."))
    ]
    document = read("docs/api.md")
    named = re.findall(r"^(?:### |\| `)([A-Z]+ /[^`\n]*)", document, re.MULTILINE)
    assert sorted(named) == sorted(there)


def test_the_admin_document_names_every_page(sqlite_app: Flask) -> None:
    document = read("docs/admin.md")
    for rule in sqlite_app.url_map.iter_rules():
        is_page = rule.endpoint.startswith("admin.") and not rule.rule.endswith(".js")
        if is_page and "GET" in (rule.methods or set()):
            page = "/".join(rule.rule.split("/")[:3])  # without what belongs to it
            assert page in document, rule.rule


def _documented(rule: str) -> str:
    """An address of Flask as it is written for people: {id} in place of <uuid:id>."""
    return re.sub(r"<(?:[a-z]+:)?([a-z_]+)>", r"{\1}", rule)


def test_every_key_of_an_intent_is_explained() -> None:
    explained = [row[0].strip("`") for row in table("docs/authoring.md", "The file")]
    assert sorted(explained) == sorted(IntentEntry.model_fields)


def test_the_rules_of_lint_are_explained_with_their_severities() -> None:
    documented = [
        (rule.strip("`"), severity, fix[:3])
        for rule, severity, _, _, fix in table("docs/lint.md", "Rules")
    ]
    assert documented == [
        (rule, severity_of(rule), "yes" if rule in MENDABLE else "") for rule in get_args(Rule)
    ]


@pytest.mark.parametrize("path", markdown.FILES, ids=lambda path: str(path.name))
def test_links_lead_somewhere(path: Path) -> None:
    for link in markdown.links(path):
        if not link.startswith(("https://", "http://", "#")):
            assert (path.parent / unquote(link.partition("#")[0])).exists(), link


def test_every_document_is_reachable_from_the_readme() -> None:
    for path in (HOME / "docs").glob("*.md"):
        assert f"(docs/{path.name})" in read("README.md")


def test_decisions_are_numbered_and_dated() -> None:
    decisions = sorted((HOME / "docs" / "decisions").glob("*.md"))
    for number, path in enumerate(decisions, start=1):
        title, date = path.read_text(encoding="utf-8").splitlines()[0:3:2]
        assert path.name.startswith(f"{number:04}-")
        assert title.startswith(f"# {number}. ")
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", date)


def test_the_changelog_tells_of_this_version() -> None:
    version = re.search(r'^version = "(.*)"$', read("pyproject.toml"), re.MULTILINE)
    assert version
    assert re.search(
        rf"^## {re.escape(version[1])} – 20\d\d-\d\d-\d\d$", read("CHANGELOG.md"), re.M
    )
