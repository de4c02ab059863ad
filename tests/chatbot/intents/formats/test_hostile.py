"""Hostile and broken files: a sentence each, and never more memory than a small machine has."""

import gzip
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chatbot.intents.formats.reader import import_intents

MOST_MEMORY = 200
"""Megabytes of the whole process."""

SCRIPT = """
import json, os, resource, signal, sys
from pathlib import Path
from chatbot.errors import ExplainedError
from chatbot.intents.formats.reader import import_intents

def answer(path):
    signal.alarm(100)
    resource.setrlimit(resource.RLIMIT_AS, (600 << 20, 600 << 20))
    try:
        imported = import_intents(path)
        sentence = f"{imported.format}: {len(imported.intents)}"
    except ExplainedError as error:
        sentence = str(error)
    peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(json.dumps([sentence, int(peak.split()[1]) // 1024]), flush=True)

for line in sys.stdin:
    child = os.fork()
    if not child:
        answer(Path(json.loads(line)))
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit("an import has come to a bad end")
"""

Imported = Callable[[Path], str]


@pytest.fixture(scope="module")
def imported() -> Iterator[Imported]:
    """Imports, each in a process of its own, whose memory is checked; returns the sentence.

    All of them are forks of one, which imports the modules.
    """

    def sentence(path: Path) -> str:
        print(json.dumps(str(path)), file=parent.stdin, flush=True)
        answer = parent.stdout.readline() if parent.stdout else ""
        assert answer, "the import has come to a bad end"
        text, megabytes = json.loads(answer)
        assert megabytes < MOST_MEMORY
        return str(text)

    command = [sys.executable, "-c", SCRIPT]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as parent:
        yield sentence


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    """Write an archive."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def sized(path: Path, size: int) -> Path:
    """Write a sparse file of this size."""
    with path.open("wb") as file:
        file.truncate(size)
    return path


def zip_bomb(folder: Path) -> Path:
    """Archive of half a megabyte with half a gigabyte in it."""
    path = folder / "bomb.zip"
    megabyte = bytes(1_000_000)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for number in range(25):
            with archive.open(f"intents/{number}.json", "w", force_zip64=True) as member:
                for _ in range(20):
                    member.write(megabyte)
    return path


def lying_archive(folder: Path) -> Path:
    """Archive whose directory says that a file of 50 MB has ten bytes."""
    path = zipped(folder / "liar.zip", {"agent.json": b" " * 50_000_000})
    data = path.read_bytes()
    path.write_bytes(data.replace((50_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little")))
    return path


def nameless_archive(folder: Path) -> Path:
    """Archive of a table, and of a file whose name is empty."""
    path = zipped(folder / "a.zip", {"a.csv": b"text,intent\nhi,greet\nhey,greet\n"})
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(""), b"x")
    return path


def encrypted_archive(folder: Path) -> Path:
    """Archive that says it is encrypted."""
    data = bytearray(zipped(folder / "locked.zip", {"agent.json": b"{}"}).read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path = folder / "locked.zip"
    path.write_bytes(data)
    return path


def crowded_archive(folder: Path) -> Path:
    """Archive of 20,001 empty files."""
    path = folder / "crowd.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(20_001):
            archive.writestr(f"{number}.json", b"")
    return path


def written(name: str, data: bytes | str) -> Callable[[Path], Path]:
    """Writer of a file into a folder."""

    def write(folder: Path) -> Path:
        path = folder / name
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    return write


LAUGHS = "a0: &a0 [ha, ha]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)

CASES: list[tuple[str, Callable[[Path], Path], str]] = [
    ("zip bomb", zip_bomb, "more than 10 MB"),
    ("lying archive", lying_archive, "damaged"),
    ("encrypted archive", encrypted_archive, "encrypted"),
    ("crowded archive", crowded_archive, "more than 20,000 files"),
    ("truncated archive", written("a.zip", b"PK\x03\x04" + bytes(100)), "damaged"),
    (
        "path out of the archive",
        lambda folder: zipped(folder / "a.zip", {"../../etc/cron.d/a.json": b"{}"}),
        "leads out of the archive",
    ),
    (
        "absolute path in an archive",
        lambda folder: zipped(folder / "a.zip", {"/etc/a.json": b"{}"}),
        "leads out of the archive",
    ),
    (
        "path of Windows in an archive",
        lambda folder: zipped(folder / "a.zip", {"..\\..\\a.json": b"{}"}),
        "leads out of the archive",
    ),
    (
        "a file without a name in an archive",
        nameless_archive,
        "csv: 1",
    ),
    ("100 MB of JSON", lambda folder: sized(folder / "a.json", 100_000_000), "more than 10 MB"),
    ("100 MB of YAML", lambda folder: sized(folder / "a.yml", 100_000_000), "more than 10 MB"),
    ("100 MB of CSV", lambda folder: sized(folder / "a.csv", 100_000_000), "more than 10 MB"),
    ("YAML bomb", written("a.yml", LAUGHS), "a.yml:2:10: Aliases (*name) are not read"),
    (
        "tag that makes an object",
        written("nlu.yml", 'nlu:\n- !!python/object/apply:os.system ["true"]\n'),
        "nlu.yml:2:3: The tag tag:yaml.org,2002:python/object/apply:os.system is not read",
    ),
    ("own tag", written("nlu.yml", "nlu: !include other.yml\n"), "nlu.yml:1:6: The tag !include"),
    ("deep YAML", written("nlu.yml", "nlu: " + "[" * 100_000), "maximum nesting depth"),
    ("deep block YAML", written("nlu.yml", "- " * 5_000 + "a"), "nested more than 64 deep"),
    ("deep JSON", written("a.json", "[" * 1_000_000), "nested more than 64 deep"),
    ("deep objects", written("a.json", '{"a":' * 100_000), "nested more than 64 deep"),
    ("many values", written("a.json", "[" + "[],[],[]," * 1_000_000 + "[]]"), "too many values"),
    ("many parts", written("a.yml", "nlu: [" + "[],[]," * 400_000 + "]"), "too many values"),
    (
        "a statement of 7 MB",
        written("a.yml", f'conversations:\n- - "{"word " * 1_400_000}"\n  - Yes.\n'),
        "chatterbot: 1",
    ),
    ("huge number", written("a.json", '{"intents": [' + "9" * 1_000_000 + "]}"), "No known format"),
    ("UTF-16", written("a.json", '{"intents": []}'.encode("utf-16")), "written in UTF-16"),
    ("UTF-32", written("a.json", '{"intents": []}'.encode("utf-32")), "written in UTF-32"),
    (
        "Windows-1252",
        written("a.csv", "text,intent\nwann öffnen Sie,hours\n".encode("cp1252")),
        "a.csv:2:1: 0xf6 is not UTF-8",
    ),
    ("binary", written("a.json", bytes(range(256)) * 4), "binary data"),
    ("packed by gzip", written("a.tgz", gzip.compress(b"a", mtime=0)), "packed by gzip: unpack it"),
    ("picture", written("a.png", b"\x89PNG\r\n\x1a\n" + bytes(100)), "binary data"),
    ("executable", written("a", b"\x7fELF" + bytes(100)), "binary data"),
    ("empty JSON", written("a.json", ""), "a.json: The file is empty"),
    ("empty CSV", written("a.csv", "\n"), "a.csv: The file is empty"),
    ("broken JSON", written("a.json", '{"intents": [\n{"a": 1}\n{}'), "a.json:3:1: This is not"),
    ("broken YAML", written("a.yml", "nlu:\n- intent: a\n  b: 'c\n"), "a.yml:4:1: This is not YA"),
    ("control characters in YAML", written("a.yml", "nlu: a\x07b"), "YAML does not allow"),
    ("broken table", written("a.csv", "text,intent\nhi,a\nb\n"), "a.csv:3:1: This row has 1 cell,"),
    ("ragged table", written("a.csv", "text,intent\nhi,a\nhow, then,b\n"), "a.csv:3:1: This row"),
    ("a word", written("a.txt", "hello"), "No known format"),
    ("our own file", written("a.json", '{"intents": [{"tag": "a"}]}'), "Recollect already"),
    ("endless bracket marks", written("nlu.md", "## intent:a\n- " + "[a](" * 500_000), "rasa: 1"),
    (
        "endless expression",
        written("nlu.md", "## intent:a\n- b\n## regex:c\n- " + "(a|b)" * 1_500_000),
        "rasa: 1",
    ),
    (
        "endless entities",
        written("nlu.md", "## intent:a\n" + "".join(f"- [b](-{n})\n" for n in range(50_000))),
        "rasa: 1",
    ),
    ("endless comments", written("nlu.md", "## intent:a\n- b\n-->" + "<!--" * 500_000), "rasa: 1"),
    ("endless quote", written("a.json", '["' + '\\"' * 2_000_000), "a.json:1:2: This is not JSON"),
    ("a long line", written("a.csv", "a,b\n" + "c" * 9_000_000 + ",d"), "csv: 2"),
    (
        "wrong kinds everywhere",
        written("a.json", '{"luis_schema_version": 1, "intents": 5, "utterances": [[], 3, {}]}'),
        "No intent in it has a message",
    ),
]


@pytest.mark.parametrize(
    ("write", "sentence"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_a_sentence(
    tmp_path: Path, imported: Imported, write: Callable[[Path], Path], sentence: str
) -> None:
    assert sentence in imported(write(tmp_path))


def test_a_folder_with_too_much(tmp_path: Path, imported: Imported) -> None:
    for number in range(3):
        (tmp_path / f"{number}.csv").write_bytes(b"a,b\n" * 2_200_000)
    assert "more than 24 MB" in imported(tmp_path)


@pytest.mark.parametrize("name", ["nowhere", "nowhere.zip"])
def test_a_path_that_is_not_there(tmp_path: Path, imported: Imported, name: str) -> None:
    assert "no such file or folder" in imported(tmp_path / name)


def test_an_empty_folder(tmp_path: Path, imported: Imported) -> None:
    assert "no JSON, YAML, Markdown or CSV file" in imported(tmp_path)


def test_a_folder_that_hardly_ends(tmp_path: Path, imported: Imported) -> None:
    (tmp_path / "/".join("a" * 65)).mkdir(parents=True)
    assert "nested more than 64 deep" in imported(tmp_path)


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("text,intent\nhi,greet\nhey,greet\n")
    name, folder = "b" * 250, os.open(tmp_path, os.O_RDONLY)
    for _ in range(20):  # together longer than any path may be
        os.mkdir(name, dir_fd=folder)
        folder, above = os.open(name, os.O_RDONLY, dir_fd=folder), folder
        os.close(above)
    os.close(folder)
    with pytest.raises(OSError, match="too long"):
        import_intents(tmp_path)


def test_a_pipe_is_not_waited_for(tmp_path: Path, imported: Imported) -> None:
    os.mkfifo(tmp_path / "pipe.json")
    assert "neither a file nor a folder" in imported(tmp_path / "pipe.json")


@pytest.mark.parametrize("suffix", ["csv", "md"])
def test_8001_intents(tmp_path: Path, imported: Imported, suffix: str) -> None:
    line = {"csv": "hello {0},topic {0}\n", "md": "## intent:topic_{0}\n- hello {0}\n"}[suffix]
    heading = "text,intent\n" * (suffix == "csv")
    path = tmp_path / f"a.{suffix}"
    path.write_text(heading + "".join(map(line.format, range(8001))))
    assert "more than 8,000 intents" in imported(path)


def test_8000_intents_of_rasa(tmp_path: Path, imported: Imported) -> None:
    examples = "".join(f"    - how do I change setting {n}\n" for n in range(20))
    items = "".join(f"- intent: change_{n}\n  examples: |\n{examples}" for n in range(8000))
    responses = "".join(f"  utter_change_{n}:\n  - text: Open page {n}.\n" for n in range(8000))
    (tmp_path / "nlu.yml").write_text(f'version: "3.1"\nnlu:\n{items}')
    (tmp_path / "domain.yml").write_text(f'version: "3.1"\nresponses:\n{responses}')
    assert imported(tmp_path) == "rasa: 8000"


def test_8000_intents_of_dialogflow(tmp_path: Path, imported: Imported) -> None:
    files = {}
    phrases = json.dumps([{"data": [{"text": f"how do I change {n}"}]} for n in range(5)]).encode()
    for number in range(8000):
        intent = {"name": f"change {number}", "responses": [{"messages": []}]}
        files[f"intents/{number}.json"] = json.dumps(intent).encode()
        files[f"intents/{number}_usersays_en.json"] = phrases
    assert imported(zipped(tmp_path / "agent.zip", files)) == "dialogflow: 8000"
