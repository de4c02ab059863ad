"""Checks of folders and files: instance, disk, secret key, sentence encoder, intents."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from chatbot.encoder.files import EncoderError, EncoderMissingError, load_manifest
from chatbot.encoder.kinds import encoder_for
from chatbot.intents.errors import IntentsError
from chatbot.intents.files import intent_paths, read_file
from chatbot.intents.intent_set import IntentSet
from chatbot.text.wording import counted
from web.core.action_hosts import uncalled
from web.core.image_hosts import unlisted_images
from web.core.secret_key import FILE_NAME, DamagedKeyError, read_or_make_secret_key
from web.core.settings import Settings
from web.doctor.diagnosis import Diagnosis, fine, problem, warning

LITTLE = 1_000_000_000
TOO_LITTLE = 100_000_000
"""Free bytes: a model version takes 33 MB, and a training some 100 MB."""

OTHERS = 0o077


def check_instance(settings: Settings) -> Iterator[Diagnosis]:
    """Check that files can be made in the instance folder, and the room on its disk."""
    folder = settings.instance
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        yield problem(
            "instance",
            f"No file can be made in {existing} ({error.strerror}).",
            "Give the user of the service this folder, or name another by RECOLLECT_INSTANCE.",
        )
    else:
        state = "can be written to" if existing == folder else "does not exist, and will be made"
        yield fine("instance", f"The instance folder {folder} {state}.")
    yield _disk(existing)


def _disk(folder: Path) -> Diagnosis:
    free = shutil.disk_usage(folder).free
    sentence = f"The disk of {folder} has {free / 1e9:.1f} GB left."
    remedy = "Make room: `flask models delete NUMBER` deletes an old model."
    if free < TOO_LITTLE:
        return problem("disk", sentence, remedy)
    return warning("disk", sentence, remedy) if free < LITTLE else fine("disk", sentence)


def check_secret_key(settings: Settings, environ_key: str) -> Iterator[Diagnosis]:
    """Check the file of the secret key, unless the environment has the key."""
    path = settings.instance / FILE_NAME
    if environ_key:
        yield fine("secret key", "The secret key comes from SECRET_KEY.")
        return
    if not path.exists():
        yield fine("secret key", f"The first start makes the secret key in {path}.")
        return
    try:
        read_or_make_secret_key(settings.instance)
    except DamagedKeyError as error:
        yield problem("secret key", f"{path} is no key.", str(error))
        return
    mode = path.stat().st_mode & 0o777
    if mode & OTHERS:
        yield problem(
            "secret key",
            f"Others may read {path} (mode {mode:o}), and sign cookies with the key.",
            f"chmod 600 {path}",
        )
    else:
        yield fine("secret key", f"Only its owner may read {path}.")


def check_encoder(settings: Settings) -> Iterator[Diagnosis]:
    """Check the files of the sentence encoder of the language by their checksums."""
    kind = encoder_for(settings.spoken_language)
    folder = kind.folder(settings.encoder)
    try:
        load_manifest(folder)
    except EncoderMissingError:
        yield warning(
            "encoder",
            f"There is no {kind.title} in {folder}: bots learn from their patterns alone.",
            kind.command,
        )
    except EncoderError as error:
        yield problem("encoder", str(error), kind.command)
    else:
        yield fine("encoder", f"The {kind.title} in {folder} is whole.")


def check_intents(settings: Settings) -> Iterator[Diagnosis]:
    """Check that a training could read the intent files."""
    try:
        files = [read_file(path) for path in intent_paths(settings.intents)]
        intents = IntentSet.from_files(files)
    except IntentsError as error:
        count = counted(len(error.problems), "problem")
        sentence = f"{settings.intents} has {count}: {error.problems[0]}"
        yield problem("intents", sentence, "flask intents check")
    else:
        count = counted(len(intents.intents), "intent")
        yield fine("intents", f"{settings.intents} has {count}, and no problems.")
        yield from _actions(intents, settings)
        for url in unlisted_images(intents, settings.image_hosts):
            sentence = f"The image {url} is not shown: visitors get a link to it."
            yield warning("images", sentence, "Name its host in RECOLLECT_IMAGE_HOSTS.")


def _actions(intents: IntentSet, settings: Settings) -> Iterator[Diagnosis]:
    """Check that the actions of intents may be called, and are signed; nothing is called."""
    count = sum(1 for intent in intents if intent.action)
    urls = uncalled(intents, settings.action_hosts)
    for url in urls:
        sentence = f"The action {url} is never called: visitors get the answer for errors."
        yield warning("actions", sentence, "Name its host in RECOLLECT_ACTION_HOSTS.")
    if count and not urls and settings.action_secret is None:
        sentence = (
            "Nothing that is sent to the hosts of actions is signed: others can send it, too."
        )
        yield warning("actions", sentence, "Share a secret with them: RECOLLECT_ACTION_SECRET.")
    elif count and not urls:
        yield fine("actions", f"{counted(count, 'intent')} may call an action, and signs the call.")
