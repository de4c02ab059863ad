"""Files of containers: they hold the application, and name settings that there are."""

import re
from pathlib import Path

import yaml

from web.core.settings import Settings

HOME = Path(__file__).parent.parent
VARIABLES = {field.alias for field in Settings.model_fields.values()}


def test_the_images_hold_what_is_there_and_nothing_of_an_installation() -> None:
    lines = (HOME / ".dockerignore").read_text(encoding="utf-8").splitlines()
    names = [line[1:] for line in lines if line.startswith("!")]
    assert lines[1] == "*"
    assert all((HOME / name).exists() for name in names)
    copied = re.findall(r"^COPY (requirements\S+)", text_of("Dockerfile"), re.MULTILINE)
    assert set(copied) < set(names)
    assert not {"instance", ".env", ".git", "encoder"} & set(names)


def test_the_images_name_settings_that_there_are() -> None:
    names = set(re.findall(r"\b([A-Z_]+)=", text_of("Dockerfile")))
    ours = {name for name in names if name.startswith(("RECOLLECT", "HOST", "PORT"))}
    assert len(ours) == 4
    assert ours <= VARIABLES


def test_the_services_name_settings_that_there_are() -> None:
    services = yaml.safe_load(text_of("compose.yaml"))["services"]
    for name in ("web", "worker"):
        assert set(services[name]["environment"]) <= VARIABLES
        assert services[name]["read_only"] is True
    assert services["worker"]["command"] == ["flask", "worker"]


def text_of(name: str) -> str:
    return (HOME / name).read_text(encoding="utf-8")
