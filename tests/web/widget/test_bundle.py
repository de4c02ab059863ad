import shutil
import subprocess
from pathlib import Path

import pytest

from web.widget.bundle import bundle, digest, parts, style_bundle

MODULES = {
    "main.js": """import { twice } from "./lib/twice.js";
import * as names from "./names.js";
import "./names.js";

/**
 * Not shipped.
 */
const number = 1; // Not shipped.

  // Not shipped.
console.log(`${twice(number)} // ${names.NAME}`);
""",
    "lib/twice.js": """import { NAME } from "../names.js";

const number = 2;

export function twice(/** @type {number} */ value) {
  return NAME.length * number * value;
}
""",
    "names.js": 'const number = await 3;\nexport const NAME = "abc";\nexport class Names {}\n',
}


@pytest.fixture
def script(tmp_path: Path) -> str:
    for name, source in MODULES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source, encoding="utf-8")
    return bundle(tmp_path / "main.js")


def test_a_bundle_holds_each_module_once_behind_those_that_it_needs(script: str) -> None:
    assert script.count('NAME = "abc"') == 1
    places = [script.index(text) for text in ('NAME = "abc"', "function twice", "console.log")]
    assert places == sorted(places)


def test_nothing_of_a_bundle_is_imported_or_for_readers(script: str) -> None:
    assert "import" not in script
    assert "export" not in script
    assert "Not shipped" not in script
    assert "\n " not in script
    assert "\n\n" not in script


def test_a_bundle_does_what_its_modules_do(script: str, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("There is no node to run the bundle.")
    (tmp_path / "bundle.mjs").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [node, tmp_path / "bundle.mjs"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "6 // abc\n"


def test_a_part_is_a_file_of_its_own_with_what_only_it_needs(tmp_path: Path) -> None:
    sources = {
        "main.js": 'import { NAME } from "./names.js";\n'
        'const { thrice } = await import("./lib/thrice.js");\nconsole.log(thrice(NAME));\n',
        "names.js": MODULES["names.js"],
        "lib/thrice.js": 'import { NAME } from "../names.js";\n'
        'import { three } from "./three.js";\n'
        "export const thrice = (text) => text.repeat(three) + NAME;\n",
        "lib/three.js": "export const three = 3;\n",
    }
    for name, source in sources.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source, encoding="utf-8")
    script, part = bundle(tmp_path / "main.js"), parts(tmp_path / "main.js")["thrice"]
    assert "three = 3" not in script
    assert 'NAME = "abc"' not in part
    node = shutil.which("node")
    if node is None:
        pytest.skip("There is no node to run the bundle.")
    home = tmp_path / "widget" / digest(part)
    home.mkdir(parents=True)
    (home / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (home / "thrice.js").write_text(part, encoding="utf-8")
    (tmp_path / "bundle.mjs").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [node, tmp_path / "bundle.mjs"], capture_output=True, text=True, check=True
    )
    assert done.stdout == "abcabcabcabc\n"


def test_style_sheets_follow_each_other(tmp_path: Path) -> None:
    (tmp_path / "a.css").write_text(
        "/* First.\n */\na,\nb {\n  margin: 0 1px;\n}\n", encoding="utf-8"
    )
    (tmp_path / "b.css").write_text(
        "a:not(b) > c:dir(rtl) d { margin: calc(1px + 2px) }\n", encoding="utf-8"
    )
    assert style_bundle(
        tmp_path / "a.css", tmp_path / "b.css"
    ).strip() == "a,b{margin:0 1px;}a:not(b) > c:dir(rtl) d{margin:calc(1px + 2px)}".replace(
        " > ", ">"
    )
