"""Static files: ours, under a URL that changes when any of them does, and those of packages."""

import hashlib
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from chatbot.home import HOME

WEB = Path(__file__).parents[1]
STATIC = WEB / "static"


class Assets:
    """The files of one folder, addressed as `/assets/<version>/<path>`.

    The version is in the path, not in a query, because a script that imports a neighbour
    by a relative path then gets the neighbour of the same version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def version(self) -> str:
        """Twelve hex digits that stand for the names and contents of all files."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(self.folder)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:12]


@cache
def package_folder(name: str) -> Path:
    """The folder of a package that is found and not imported, which would cost megabytes."""
    spec = find_spec(name)
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def template_folders() -> list[Path]:
    """The folders of templates, one a feature."""
    return sorted(WEB.glob("*/templates"))


def shipped(name: str) -> Path:
    """A folder of the checkout, or its copy in the installed package: `intents`, `migrations`."""
    folder = HOME / name
    return folder if folder.exists() else WEB / "shipped" / name
