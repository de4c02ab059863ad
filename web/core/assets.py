"""Static files of the application and of packages, under a URL with the version."""

import hashlib
from collections.abc import Mapping
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from chatbot.home import HOME

WEB = Path(__file__).parents[1]
STATIC = WEB / "static"
BOOTSTRAP, SWAGGER = "flask_bootstrap/static/bootstrap5", "offapi"
PACKAGED = {
    "bootstrap/bootstrap.css": f"{BOOTSTRAP}/css/bootstrap.min.css",
    "bootstrap/bootstrap.js": f"{BOOTSTRAP}/js/bootstrap.min.js",
    "swagger/swagger.css": f"{SWAGGER}/swagger_style.css",
    "swagger/swagger.js": f"{SWAGGER}/swagger_bundle.js",
}
"""Files of packages by the name in an address."""


class Assets:
    """Files of a folder and of packages, at `/assets/<version>/<path>`.

    With the version in the path, not in a query, a script importing a neighbour by a relative path
    gets the neighbour of the same version.
    """

    def __init__(self, folder: Path, packaged: Mapping[str, str]) -> None:
        self.folder = folder
        self._packaged = packaged

    def path(self, name: str) -> tuple[Path, str]:
        """Return the folder of a file, and its path in the folder."""
        package, _, path = self._packaged.get(name, "").partition("/")
        return (package_folder(package), path) if package else (self.folder, name)

    @cached_property
    def version(self) -> str:
        """Digest of the names and contents of all files: twelve hex digits."""
        digest = hashlib.sha256()
        own = {str(path.relative_to(self.folder)): path for path in self.folder.rglob("*")}
        packaged = {name: Path(*self.path(name)) for name in self._packaged}
        for name, path in sorted((own | packaged).items()):
            if path.is_file():
                digest.update(f"{name}\0".encode())
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
