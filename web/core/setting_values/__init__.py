"""Values of settings: each parser raises ValueError with the text to write instead."""
