"""Fuzzing by atheris: `python -m tests.fuzz TARGET SECONDS FOLDER`, which keeps what is new.

`make fuzz` installs atheris and runs all targets. A failure is written to the folder, too.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["chatbot"]):
    from tests.fuzz.seeds import SEEDS
    from tests.fuzz.targets import TARGETS

LONGEST = 4096
"""Bytes of an input."""

SLOWEST = 10
"""Seconds for an input, on an instrumented interpreter."""


def main(target: str, seconds: str, folder: str) -> None:
    corpus = Path(folder) / target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[target]):
        (corpus / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-max_len={LONGEST}",
        f"-timeout={SLOWEST}",
        f"-artifact_prefix={corpus}.failure-",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(corpus)], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
