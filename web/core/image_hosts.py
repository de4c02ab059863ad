"""Hosts of images in responses, as an administrator names them."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from chatbot.intents.intent_set import IntentSet

_USUAL_PORT = ":443"


def image_sources(hosts: Iterable[str] | None) -> str:
    """Return the sources of images for a content security policy: this site, and the hosts."""
    return " ".join(["'self'", *(f"https://{host}" for host in hosts or ())])


def unlisted_images(intents: "IntentSet", hosts: Iterable[str] | None) -> list[str]:
    """Return the addresses of images that are on none of the hosts, each once."""
    listed = {host.removesuffix(_USUAL_PORT) for host in hosts or ()}
    return [url for url in dict.fromkeys(_urls(intents)) if _host(url) not in listed]


def _urls(intents: "IntentSet") -> Iterator[str]:
    """Addresses of images, but for paths of the bot's own site."""
    responses = (
        response
        for intent in intents
        for rich in (intent.rich, intent.action.rich if intent.action else {})
        for response in rich.values()
    )
    for bubble in (bubble for response in responses for bubble in response.bubbles):
        images = (bubble.image, *(card.image for card in bubble.cards))
        yield from (image.url for image in images if image and not image.url.startswith("/"))


def _host(url: str) -> str:
    return urlsplit(url).netloc.lower().removesuffix(_USUAL_PORT)
