"""Findings of lint, and problems of files, for other programs: JSON, and SARIF 2.1.0."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

from chatbot.intents.linting.finding import Finding, Rule, Severity, severity_of
from chatbot.intents.places import Place
from chatbot.located_json.problems import Problem
from web.intents.finding_wording import message, suggestion

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}
_PROBLEM = "problem"
"""Rule of problems, which keep a file from being read."""
_NUMBERS = {rule: number for number, rule in enumerate((*get_args(Rule), _PROBLEM))}
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


@dataclass(frozen=True, slots=True)
class _Entry:
    """Entry of a log: a finding, or a problem of a file."""

    rule: str
    severity: Severity
    place: Place | None
    message: str
    suggestion: str = ""
    parameters: Mapping[str, Any] = field(default_factory=dict)
    is_mendable: bool = False


def json_text(findings: Sequence[Finding | Problem]) -> str:
    """Return a JSON list with an object for each finding or problem."""
    members = [_members(_entry(finding)) for finding in findings]
    return json.dumps(members, indent=2, ensure_ascii=False)


def _members(entry: _Entry) -> dict[str, Any]:
    place = entry.place
    return {
        "rule": entry.rule,
        "severity": entry.severity,
        "file": place.file if place else None,
        "line": place.line or None if place else None,
        "column": place.column or None if place else None,
        "parameters": entry.parameters,
        "message": entry.message,
        "suggestion": entry.suggestion,
        "mendable": entry.is_mendable,
    }


def _entry(finding: Finding | Problem) -> _Entry:
    if isinstance(finding, Problem):
        place = Place(finding.file, finding.line, finding.column)
        pointer = {"pointer": finding.pointer} if finding.pointer else {}
        return _Entry(_PROBLEM, "error", place, finding.message, parameters=pointer)
    return _Entry(
        finding.rule,
        finding.severity,
        finding.place,
        message(finding),
        suggestion(finding),
        _parameters(finding),
        finding.is_mendable,
    )


def _parameters(finding: Finding) -> dict[str, Any]:
    """Parameters that the finding has, by name."""
    values = {name: getattr(finding, attribute) for attribute, name in _PARAMETERS.items()}
    return {name: value for name, value in values.items() if value}


def sarif_text(findings: Sequence[Finding | Problem]) -> str:
    """Return a log in SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""
    rules = [_rule(rule, severity_of(rule)) for rule in get_args(Rule)]
    driver = {"name": "flask intents lint", "rules": [*rules, _rule(_PROBLEM, "error")]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(_entry(finding)) for finding in findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False)


def _rule(name: str, severity: Severity) -> dict[str, Any]:
    return {
        "id": name,
        "shortDescription": {"text": name.replace("_", " ").capitalize()},
        "defaultConfiguration": {"level": _LEVELS[severity]},
    }


def _result(entry: _Entry) -> dict[str, Any]:
    return {
        "ruleId": entry.rule,
        "ruleIndex": _NUMBERS[entry.rule],
        "level": _LEVELS[entry.severity],
        "message": {"text": f"{entry.message} {entry.suggestion}".strip()},
        "locations": [_sarif_location(entry.place)] if entry.place else [],
        "properties": entry.parameters,
    }


def _sarif_location(place: Place) -> dict[str, Any]:
    """Location in a file, or the file alone for a place without a line."""
    path = Path(place.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    location: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if place.line:
        location["region"] = {"startLine": place.line, "startColumn": place.column}
    return {"physicalLocation": location}
