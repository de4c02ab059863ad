"""Settings of an installation, read from the environment once, at the start."""

import os
from collections.abc import Mapping
from typing import Any, Self, cast

from flask import current_app
from pydantic import PrivateAttr, ValidationError

from chatbot.model.architectures import AUTO, ENGLISH
from web.core.assets import shipped
from web.core.plain_bot import GREETINGS, PLAIN_AVATAR, PLAIN_NAME
from web.core.secret_key import DamagedKeyError, draft_secret_key, read_or_make_secret_key
from web.core.setting_errors import SettingsError
from web.core.setting_fields import DRAFT, SettingFields
from web.core.setting_values.paths import present_path
from web.core.setting_values.servers import absolute_database_url


class Settings(SettingFields):
    """Settings of an installation, read and complete."""

    _drafted_key: str | None = PrivateAttr(default=None)

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings; an unset or empty variable means the default.

        Without a SECRET_KEY, a key is made in the instance folder and kept there. Raises
        SettingsError with every wrong setting.
        """
        settings = cls._validated(environ)
        return settings._complete(settings._kept_key())

    @classmethod
    def draft(cls, environ: Mapping[str, str] = os.environ) -> Self:
        """Read the settings for a command, which may need files alone: nothing is made.

        The intents may be missing. A command with a database begins with `make_instance`.
        """
        settings = cls._validated(environ, DRAFT)
        key = "" if settings.secret_key else draft_secret_key(settings.instance)
        draft = settings._complete(settings.secret_key or key)
        draft._drafted_key = key
        return draft

    def make_instance(self) -> None:
        """Make the instance folder and the key that a draft left out; raises SettingsError."""
        if self._drafted_key is None:
            return
        try:
            present_path(str(self.intents))
        except ValueError as error:
            raise SettingsError((f"RECOLLECT_INTENTS is {str(self.intents)!r}: {error}",)) from None
        if self._kept_key(self._drafted_key) != self.secret_key:
            raise SettingsError(("SECRET_KEY: It was made at this moment. Run the command again.",))

    @classmethod
    def _validated(cls, environ: Mapping[str, str], context: str = "") -> Self:
        stripped = ((name, text.strip()) for name, text in environ.items())
        values = {name: text for name, text in stripped if text}
        try:
            return cls.model_validate(values, context=context)
        except ValidationError as error:
            shown = {field.alias for field in cls.model_fields.values() if field.repr}
            raise SettingsError.of_values(error, shown) from None

    def _kept_key(self, drafted: str = "") -> str:
        """The key of the environment, or of the instance folder, which is made."""
        try:
            self.instance.mkdir(parents=True, exist_ok=True)
            if self.secret_key and self.secret_key != drafted:
                return self.secret_key
            return read_or_make_secret_key(self.instance, drafted)
        except OSError as error:
            raise SettingsError.of_instance(error) from error
        except DamagedKeyError as error:
            raise SettingsError((f"SECRET_KEY: {error}",)) from error

    def _complete(self, secret_key: str) -> Self:
        return self.model_copy(
            update={
                "database_url": absolute_database_url(self.database_url, self.instance),
                "secret_key": secret_key,
                **self._own_character(),
            }
        )

    @property
    def spoken_language(self) -> str:
        """Language of the settings, or that of the patterns in the files, read anew."""
        if self.language != AUTO:
            return self.language
        if self._is_bundled:
            return ENGLISH
        from chatbot.intents.errors import IntentsError
        from chatbot.intents.intent_set import IntentSet
        from chatbot.intents.linting.languages import language_of

        try:
            return language_of(IntentSet.load(self.intents)).name
        except IntentsError:  # told by whatever needs the intents
            return ENGLISH

    def greeting(self, language: str) -> tuple[str, ...]:
        """Return the first messages of the bot: those of the settings, or a hello in a language."""
        return self.bot_greeting or (GREETINGS[language],)

    @property
    def announces(self) -> bool:
        """True where a program is told of events."""
        return self.event_url is not None

    @property
    def chosen_language(self) -> str:
        """Language of the settings, "" for that of the patterns."""
        return "" if self.language == AUTO else self.language

    @property
    def _is_bundled(self) -> bool:
        return self.intents.resolve().is_relative_to(shipped("intents").resolve())

    def _own_character(self) -> dict[str, Any]:
        """Name, greeting and picture, where unset, of a bot other than the bundled one."""
        if self._is_bundled:
            return {}
        own = {
            "bot_name": PLAIN_NAME,
            "bot_greeting": () if self.language == AUTO else (GREETINGS[self.language],),
            "bot_openings": (),
            "bot_avatar": PLAIN_AVATAR,
        }
        return {name: value for name, value in own.items() if name not in self.model_fields_set}


def current_settings() -> Settings:
    """Return the settings of the current application."""
    return cast(Settings, current_app.config["RECOLLECT"])
