"""Server processes: `python -m web.server`, run by `python app.py`."""

import sys

from web import program

if __name__ == "__main__":
    sys.exit(program.serve())
