"""Load benchmark: many messages at once, beside an echo and the copied script."""
