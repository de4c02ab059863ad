"""What `flask models list` shows of a version."""

from collections.abc import Iterator

from web.stored_version import StoredVersion, VersionFigures


def lines_about(version: StoredVersion) -> Iterator[str]:
    """A line about the version, and further ones where there is more to say."""
    trained = version.created_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    mark = "  live" if version.live else "  rejected" if version.rejected else ""
    yield (
        f"{version.id:>5}  {trained}  intents {version.fingerprint[:12]}"
        f"  {version.architecture}{mark}"
    )
    if version.figures:
        yield _indented(_described(version.figures))
    for reason in version.rejected:
        yield _indented(reason)
    if version.note:
        yield _indented(f"Note: {version.note}")


def _described(figures: VersionFigures) -> str:
    said = []
    if figures.accuracy is not None:
        said = [f"accuracy {figures.accuracy:.1%}", f"macro F1 {figures.macro_f1:.1%}"]
        said += [f"fallback {figures.refused:.1%}"]
    passed = figures.tests - figures.tests_failed
    tests = f"{passed:,} of {figures.tests:,} tests pass" if figures.tests else "no tests"
    return ", ".join([*said, tests])


def _indented(text: str) -> str:
    return " " * 7 + text
