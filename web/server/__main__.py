"""Server processes: `python -m web.server` is what `python app.py` runs."""

import sys

from web import program

if __name__ == "__main__":
    sys.exit(program.serve())
