"""Recollect. `python app.py` serves it; `flask …` finds its commands here."""

import sys

from web import program

create_app = program.create_app

if __name__ == "__main__":
    sys.exit(program.serve())
