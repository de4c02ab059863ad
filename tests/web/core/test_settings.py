import json
import re
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from chatbot.home import HOME
from web.core.action_hosts import ActionHost
from web.core.plain_bot import GREETINGS
from web.core.setting_errors import SettingsError
from web.core.setting_values.opening_hours import OpeningHours, OpenTime
from web.core.settings import Settings

SECRET = "a-secret-that-nobody-guesses"


def read(tmp_path: Path, **environ: str) -> Settings:
    return Settings.from_environ({"RECOLLECT_INSTANCE": str(tmp_path / "instance")} | environ)


def problems(tmp_path: Path, **environ: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as raised:
        read(tmp_path, **environ)
    return raised.value.problems


def test_an_empty_environment_gives_the_defaults(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert (settings.host, settings.port) == ("127.0.0.1", 8000)
    assert settings.database_url == f"sqlite:///{tmp_path}/instance/recollect.db"
    assert settings.redis_url is None
    assert settings.intents == HOME / "intents"
    assert settings.language == "auto"
    assert settings.bot_name == "Juniper"
    assert len(settings.bot_greeting) > 1
    assert "bot" in settings.bot_greeting[0]
    assert settings.rate_limit == "60 per minute"


def test_the_instance_folder_is_beside_the_program_by_default() -> None:
    assert Settings.model_fields["instance"].default == str(HOME / "instance")


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    avatar = tmp_path / "bot.png"
    avatar.write_bytes(b"")
    settings = read(
        tmp_path,
        HOST="0.0.0.0",
        PORT="80",
        SECRET_KEY="12345678901234567890",
        DATABASE_URL="postgres://me:pass@db:5433/chat",
        REDIS_URL="redis://cache:6379/1",
        RECOLLECT_INTENTS=str(tmp_path),
        RECOLLECT_LANGUAGE="German",
        RECOLLECT_WEB_PROCESSES="4",
        RECOLLECT_ENCODER=str(tmp_path / "encoder"),
        RECOLLECT_REFUSE_AT_MOST="3",
        RECOLLECT_GATE_TESTS="0",
        RECOLLECT_GATE_MACRO_F1="5",
        RECOLLECT_GATE_FALLBACK="4",
        RECOLLECT_LEARN_FROM_MESSAGES="70",
        RECOLLECT_WEB_THREADS="2",
        RECOLLECT_WORKERS="0",
        RECOLLECT_TRUSTED_PROXIES="1",
        RECOLLECT_HOSTS="Chat.example.org, [::1]:81",
        RECOLLECT_SITES="https://WWW.example.org:443, http://localhost:8080",
        RECOLLECT_IDENTIFY_SECRET="letters-and-digits-2",
        RECOLLECT_IMAGE_HOSTS="Img.example.org",
        RECOLLECT_ACTION_HOSTS="Shop.example.com, http://localhost:5055",
        RECOLLECT_ACTION_SECRET="letters-and-digits-3",
        RECOLLECT_ACTION_SECONDS="9",
        RECOLLECT_EVENT_URL="https://shop.example.com/events?v=1",
        RECOLLECT_LIVE_HOURS="Mon 9:00-17:00",
        RECOLLECT_LIVE_ZONE="Europe/Oslo",
        RECOLLECT_LIVE_WAIT="4",
        RECOLLECT_BOT_NAME="Wanda",
        RECOLLECT_BOT_GREETING="Hi.|How can I help?",
        RECOLLECT_BOT_OPENINGS="Hours | Prices|Hours",
        RECOLLECT_BOT_COLOUR="#AA33CC",
        RECOLLECT_BOT_AVATAR=str(avatar),
        RECOLLECT_RATE_LIMIT="5/second; 100/hour",
        RECOLLECT_METRICS_TOKEN="letters-and-digits-1",
        RECOLLECT_KEEP_CONVERSATIONS="90",
        RECOLLECT_KEEP_VERSIONS="5",
        RECOLLECT_MOST_CONVERSATIONS="7",
        RECOLLECT_MOST_MESSAGES="8",
        RECOLLECT_LOG_LEVEL="debug",
        RECOLLECT_LOG_FORMAT="json",
    )
    assert settings == Settings.model_construct(
        host="0.0.0.0",
        port=80,
        secret_key="12345678901234567890",
        database_url="postgresql+psycopg://me:pass@db:5433/chat",
        redis_url="redis://cache:6379/1",
        intents=tmp_path,
        instance=tmp_path / "instance",
        encoder=tmp_path / "encoder",
        language="german",
        refuse_at_most=3,
        gate_tests=0,
        gate_macro_f1=5,
        gate_fallback=4,
        learn_from_messages=70,
        web_processes=4,
        web_threads=2,
        workers=0,
        trusted_proxies=1,
        hosts=("chat.example.org", "[::1]:81"),
        sites=("https://www.example.org", "http://localhost:8080"),
        image_hosts=("img.example.org",),
        identify_secret="letters-and-digits-2",
        action_hosts=(
            ActionHost("https", "shop.example.com", 443, is_internal=False),
            ActionHost("http", "localhost", 5055, is_internal=True),
        ),
        action_secret="letters-and-digits-3",
        action_seconds=9,
        event_url="https://shop.example.com/events?v=1",
        live_hours=OpeningHours((OpenTime(frozenset({0}), 9 * 60, 17 * 60),)),
        live_zone=ZoneInfo("Europe/Oslo"),
        live_wait=4,
        bot_name="Wanda",
        bot_greeting=("Hi.", "How can I help?"),
        bot_openings=("Hours", "Prices"),
        bot_colour="#aa33cc",
        bot_avatar=avatar,
        rate_limit="5/second; 100/hour",
        metrics_token="letters-and-digits-1",
        keep_conversations=90,
        keep_versions=5,
        most_conversations=7,
        most_messages=8,
        log_level="debug",
        log_format="json",
    )


def test_an_empty_variable_means_the_default(tmp_path: Path) -> None:
    assert read(tmp_path, PORT="", HOST=" ", SECRET_KEY="").port == 8000


@pytest.mark.parametrize(
    ("url", "meaning"),
    [
        ("postgresql://me@db/chat", "postgresql+psycopg://me@db/chat"),
        ("postgresql+psycopg://me@db/chat", "postgresql+psycopg://me@db/chat"),
        ("sqlite:////srv/chat.db", "sqlite:////srv/chat.db"),
        ("sqlite:///chat.db", "sqlite:///{instance}/chat.db"),
    ],
)
def test_database_urls(tmp_path: Path, url: str, meaning: str) -> None:
    expected = meaning.format(instance=tmp_path / "instance")
    assert read(tmp_path, DATABASE_URL=url).database_url == expected


@pytest.mark.parametrize("avatar", ["🌿", "👩‍🚀", "Jo", "🇫🇷é"])
def test_an_avatar_of_two_characters_as_people_count_them(tmp_path: Path, avatar: str) -> None:
    assert read(tmp_path, RECOLLECT_BOT_AVATAR=avatar).bot_avatar == avatar


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("PORT", "eighty", "whole number from 1 to 65535"),
        ("PORT", "0", "whole number from 1 to 65535"),
        ("PORT", "٨٠٠٠", "whole number from 1 to 65535"),
        ("RECOLLECT_INTENTS", "/nowhere/at/all", "no such folder"),
        ("RECOLLECT_INSTANCE", __file__, "Name a folder"),
        ("RECOLLECT_ENCODER", __file__, "Name a folder"),
        ("RECOLLECT_LANGUAGE", "klingon", "english"),
        ("RECOLLECT_WEB_PROCESSES", "-1", "whole number from 1 to 64"),
        ("RECOLLECT_WEB_THREADS", "2.5", "whole number from 1 to 256"),
        ("RECOLLECT_TRUSTED_PROXIES", "yes", "whole number from 0 to 8"),
        ("RECOLLECT_SITES", "www.example.org", "https://www.example.org"),
        ("RECOLLECT_SITES", "https://www.example.org/", "without paths"),
        ("RECOLLECT_SITES", "https://a.example, https://*.example", "wildcards"),
        ("RECOLLECT_SITES", "null", "scheme and name"),
        ("RECOLLECT_SITES", "https://a.example; script-src *", "separated by commas"),
        ("RECOLLECT_SITES", ",", "separated by commas"),
        ("RECOLLECT_ACTION_HOSTS", "https://shop.example.com/orders", "without paths"),
        ("RECOLLECT_IMAGE_HOSTS", "https://img.example.org", "names alone"),
        ("RECOLLECT_IMAGE_HOSTS", "x; script-src *", "names alone"),
        ("RECOLLECT_ACTION_HOSTS", "*.example.com", "names alone"),
        ("RECOLLECT_ACTION_HOSTS", "me:pw@shop.example.com", "names alone"),
        ("RECOLLECT_ACTION_HOSTS", "shop.example.com:99999", "names alone"),
        ("RECOLLECT_ACTION_SECONDS", "16", "whole number from 1 to 15"),
        ("RECOLLECT_BOT_NAME", "x" * 41, "at most 40 characters"),
        ("RECOLLECT_BOT_GREETING", "| |", "at least one message"),
        *(
            ("RECOLLECT_IMAGE_HOSTS", host, "names alone")
            for host in ("a:99999", "a:0", "[:::::]:1")
        ),
        ("RECOLLECT_IMAGE_HOSTS", ",".join(f"a{n}.b" for n in range(101)), "at most 100 hosts"),
        *(
            ("RECOLLECT_BOT_OPENINGS", text, "can be seen")
            for text in ("\u200b", "\u202ea", "a\nb")
        ),
        ("RECOLLECT_BOT_OPENINGS", "a" * 101, "at most 10 texts"),
        ("RECOLLECT_BOT_OPENINGS", "|".join("abcdefghijk"), "at most 10 texts"),
        ("RECOLLECT_BOT_COLOUR", "green", "#rrggbb"),
        ("RECOLLECT_BOT_AVATAR", "bot", ".png"),
        ("RECOLLECT_BOT_AVATAR", "missing.png", "no such image file"),
        ("RECOLLECT_RATE_LIMIT", "often", "60 per minute"),
        ("RECOLLECT_RATE_LIMIT", "0 per minute", "60 per minute"),
        ("RECOLLECT_RATE_LIMIT", "60 per " + "9" * 400 + " minute", "60 per minute"),
        ("RECOLLECT_INTENTS", "~nobody-of-that-name/intents", "no home folder"),
        ("RECOLLECT_INSTANCE", "/" + "x" * 5000, "cannot be used"),
        ("RECOLLECT_BOT_AVATAR", "x" * 300 + ".png", "cannot be used"),
        ("RECOLLECT_BOT_GREETING", "Gr\udcfc\udcdf Gott", "UTF-8"),
        ("RECOLLECT_LOG_LEVEL", "loud", "debug, info, warning, error"),
        ("RECOLLECT_LOG_FORMAT", "xml", "console, json"),
    ],
)
def test_a_wrong_value_is_named_with_what_to_write(
    tmp_path: Path, name: str, value: str, advice: str
) -> None:
    (problem,) = problems(tmp_path, **{name: value})
    assert problem.startswith(f"{name} is {value!r}: ")
    assert advice in problem


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("SECRET_KEY", "hunter2", "16 characters"),
        ("DATABASE_URL", "mysql://me:hunter2@db/chat", "mysql is not a supported database"),
        ("DATABASE_URL", "postgres://me:hunter2@db", "It names no database"),
        ("DATABASE_URL", "hunter2", "not the URL of a database"),
        ("DATABASE_URL", "postgres://me:hunter2@db:port/x", "not the URL of a database"),
        ("DATABASE_URL", "sqlite://", "names no database"),
        ("DATABASE_URL", "sqlite:///:memory:", "a plain file"),
        ("DATABASE_URL", "sqlite://hunter2/chat.db", "a plain file"),
        ("SECRET_KEY", "hunter2" * 3 + "\udcff", "UTF-8"),
        ("RECOLLECT_METRICS_TOKEN", "hunter2", "at least 16"),
        ("RECOLLECT_METRICS_TOKEN", "hunter2 " * 3, "without blanks"),
        ("RECOLLECT_IDENTIFY_SECRET", "hunter2", "at least 16"),
        ("RECOLLECT_EVENT_URL", "shop.example.com/hunter2", "Write https://"),
        ("RECOLLECT_EVENT_URL", "https://me:hunter2@shop.example.com/", "without user"),
        ("RECOLLECT_EVENT_URL", "https://shop.example.com/a b?hunter2", "without user and blanks"),
        ("RECOLLECT_EVENT_URL", "https://shop.example.com/a\tb?hunter2", "without user and blanks"),
        ("RECOLLECT_EVENT_URL", "https://shop.example.com/\x7f?hunter2", "without user and blanks"),
        ("RECOLLECT_EVENT_URL", "https://shop.example.com/\x00?hunter2", "without user and blanks"),
        ("RECOLLECT_EVENT_URL", "https://shop.example.com:65536/hunter2", "Write https://"),
        ("RECOLLECT_EVENT_URL", "https://shop.example.com:0/hunter2", "Write https://"),
        ("REDIS_URL", "redis://hunter2:port/0", "redis://host:6379/0"),
        ("REDIS_URL", "redis://[hunter2", "redis://host:6379/0"),
        ("REDIS_URL", "http://me:hunter2@cache", "redis://host:6379/0"),
    ],
)
def test_a_wrong_value_that_may_hold_a_secret_is_not_shown(
    tmp_path: Path, name: str, value: str, advice: str
) -> None:
    (problem,) = problems(tmp_path, **{name: value})
    assert problem.startswith(f"{name}: ")
    assert advice in problem
    assert "hunter2" not in problem


def test_all_wrong_values_are_named_in_one_go(tmp_path: Path) -> None:
    sentences = problems(tmp_path, PORT="x", RECOLLECT_LANGUAGE="x", RECOLLECT_BOT_COLOUR="x")
    assert len(sentences) == 3
    assert not (tmp_path / "instance").exists()


def test_an_instance_folder_that_cannot_be_made_is_named() -> None:
    with pytest.raises(SettingsError, match=r"RECOLLECT_INSTANCE: /proc/recollect cannot be used"):
        Settings.from_environ({"RECOLLECT_INSTANCE": "/proc/recollect"})


def test_a_draft_keeps_its_key_once_the_instance_folder_is_made(tmp_path: Path) -> None:
    environ = {"RECOLLECT_INSTANCE": str(tmp_path / "instance")}
    draft = Settings.draft(environ)
    assert not (tmp_path / "instance").exists()
    draft.make_instance()
    assert Settings.from_environ(environ).secret_key == draft.secret_key


def test_a_draft_tells_that_another_process_made_the_key(tmp_path: Path) -> None:
    environ = {"RECOLLECT_INSTANCE": str(tmp_path / "instance")}
    draft = Settings.draft(environ)
    Settings.from_environ(environ)
    with pytest.raises(SettingsError, match=r"made at this moment\. Run the command again"):
        draft.make_instance()


def test_a_secret_of_the_environment_is_in_no_file(tmp_path: Path) -> None:
    environ = {"RECOLLECT_INSTANCE": str(tmp_path / "instance"), "SECRET_KEY": SECRET}
    draft = Settings.draft(environ)
    draft.make_instance()
    assert draft.secret_key == SECRET
    assert not list((tmp_path / "instance").iterdir())


def test_secrets_are_not_in_the_representation(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        SECRET_KEY=SECRET,
        DATABASE_URL="postgres://me:hunter2@db/chat",
        REDIS_URL="redis://:hunter2@cache",
        RECOLLECT_METRICS_TOKEN="hunter2" * 3,
        RECOLLECT_IDENTIFY_SECRET="hunter2" * 3,
    )
    assert SECRET not in repr(settings)
    assert "hunter2" not in repr(settings)


def test_the_table_of_settings_is_complete() -> None:
    for name, setting in Settings.model_fields.items():
        assert setting.alias
        assert setting.alias.removeprefix("RECOLLECT_") == name.upper()
        assert setting.description


def test_the_example_environment_lists_every_setting_with_its_default() -> None:
    text = (HOME / ".env.example").read_text(encoding="utf-8")
    listed = dict(re.findall(r'^#([A-Z0-9_]+)="?(.*?)"?$', text, re.MULTILINE))
    expected = {setting.alias: setting.default for setting in Settings.model_fields.values()}
    for name in ("RECOLLECT_INTENTS", "RECOLLECT_INSTANCE", "RECOLLECT_ENCODER"):
        expected[name] = f"./{Path(expected[name]).name}"
    assert listed == expected


def test_names_of_variables_are_exact(tmp_path: Path) -> None:
    settings = read(tmp_path, port="80", RECOLLECT_PORT="80", recollect_language="german")
    assert (settings.port, settings.language) == (8000, "auto")


def test_the_language_of_a_bot_is_that_of_its_patterns_unless_it_is_set(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bot.json"
    patterns = ["wann ist der Laden offen", "wie kann ich euch sehen", "was kostet das"]
    path.write_text(json.dumps({"intents": [{"tag": "a", "patterns": patterns}]}))
    settings = auto = read(tmp_path, RECOLLECT_INTENTS=str(path))
    assert (settings.chosen_language, settings.spoken_language) == ("", "german")
    assert settings.greeting(settings.spoken_language) == (GREETINGS["german"],)
    settings = read(tmp_path, RECOLLECT_INTENTS=str(path), RECOLLECT_LANGUAGE="danish")
    assert (settings.chosen_language, settings.spoken_language) == ("danish", "danish")
    assert settings.greeting(settings.spoken_language) == (GREETINGS["danish"],)
    path.write_text("{")
    assert auto.spoken_language == "english", "as the files are now"
    assert read(tmp_path).spoken_language == "english"


def test_a_bot_may_have_no_buttons_under_its_greeting(tmp_path: Path) -> None:
    assert read(tmp_path, RECOLLECT_BOT_OPENINGS="none").bot_openings == ()
