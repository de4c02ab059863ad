"""Findings of lint for other programs: JSON, and SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

from chatbot.intents.linting.finding import Finding, Rule, Severity, severity_of
from chatbot.intents.places import Place
from web.intents.finding_wording import message, suggestion

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_NUMBERS = {rule: number for number, rule in enumerate(get_args(Rule))}
_PARAMETERS = {
    "tag": "intent",
    "part": "part",
    "text": "text",
    "other": "other",
    "similar": "similar",
    "names": "names",
    "count": "count",
    "usual": "usual",
}


def json_text(findings: Sequence[Finding]) -> str:
    """Return a JSON list with an object for each finding."""
    return json.dumps([_members(finding) for finding in findings], indent=2, ensure_ascii=False)


def _members(finding: Finding) -> dict[str, Any]:
    place = finding.place
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "file": place.file if place else None,
        "line": place.line if place else None,
        "column": place.column if place else None,
        "parameters": _parameters(finding),
        "message": message(finding),
        "suggestion": suggestion(finding),
        "mendable": finding.is_mendable,
    }


def _parameters(finding: Finding) -> dict[str, Any]:
    """Parameters that the finding has, by name."""
    values = {name: getattr(finding, field) for field, name in _PARAMETERS.items()}
    return {name: value for name, value in values.items() if value}


def sarif_text(findings: Sequence[Finding]) -> str:
    """Return a log in SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""
    driver = {
        "name": "flask intents lint",
        "rules": [_rule(rule) for rule in get_args(Rule)],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding) for finding in findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule,
        "shortDescription": {"text": rule.replace("_", " ").capitalize()},
        "defaultConfiguration": {"level": _LEVELS[severity_of(rule)]},
    }


def _result(finding: Finding) -> dict[str, Any]:
    return {
        "ruleId": finding.rule,
        "ruleIndex": _NUMBERS[finding.rule],
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{message(finding)} {suggestion(finding)}"},
        "locations": [_sarif_location(finding.place)] if finding.place else [],
        "properties": _parameters(finding),
    }


def _sarif_location(place: Place) -> dict[str, Any]:
    path = Path(place.file)
    return {
        "physicalLocation": {
            "artifactLocation": {
                "uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())
            },
            "region": {"startLine": place.line, "startColumn": place.column},
        }
    }
