"""Server processes of `python app.py`."""
