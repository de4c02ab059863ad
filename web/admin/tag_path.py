"""The tag of an intent as the path of an address, where it is the same when it arrives."""

import re

from werkzeug.routing import PathConverter, ValidationError


class TagPath(PathConverter):
    """Makes no address of a tag that a browser or a server would tidy up: `a//b`, `.`, `..`.

    `url_for` then takes the other address of the same page, which has the tag in its query.
    """

    def to_url(self, value: str) -> str:
        parts = value.split("/")
        if {"", ".", ".."}.intersection(parts) or not re.fullmatch(self.regex, value):
            raise ValidationError
        return super().to_url(value)
