"""A folder of intents that a test may change."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import MakeSettings
from tests.web.conftest import SMALL_INTENTS
from web.core.settings import Settings


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "my-intents"
    folder.mkdir()
    shutil.copy(SMALL_INTENTS, folder / "small.json")
    return folder


@pytest.fixture
def settings(make_settings: MakeSettings, database_url: str, folder: Path) -> Settings:
    return make_settings(DATABASE_URL=database_url, RECOLLECT_INTENTS=str(folder))
