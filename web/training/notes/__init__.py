"""Notes of training runs: their log, and what ended them, as codes with values."""
