"""Static files of the application, under a URL with the version, and of packages."""

import hashlib
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from chatbot.home import HOME

WEB = Path(__file__).parents[1]
STATIC = WEB / "static"


class Assets:
    """Files of a folder, at `/assets/<version>/<path>`.

    With the version in the path, not in a query, a script importing a neighbour by a relative path
    gets the neighbour of the same version.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @cached_property
    def version(self) -> str:
        """Digest of the names and contents of all files: twelve hex digits."""
        digest = hashlib.sha256()
        for path in sorted(self.folder.rglob("*")):
            if path.is_file():
                digest.update(f"{path.relative_to(self.folder)}\0".encode())
                digest.update(hashlib.sha256(path.read_bytes()).digest())
        return digest.hexdigest()[:12]


@cache
def package_folder(name: str) -> Path:
    """Return the folder of a package without importing the package: an import costs megabytes."""
    spec = find_spec(name)
    assert spec
    assert spec.submodule_search_locations
    return Path(spec.submodule_search_locations[0])


def template_folders() -> list[Path]:
    """Return the folders of templates, a folder for each feature."""
    return sorted(WEB.glob("*/templates"))


def shipped(name: str) -> Path:
    """Return a folder of the checkout, or the installed copy: `intents`, `migrations`."""
    folder = HOME / name
    return folder if folder.exists() else WEB / "shipped" / name
