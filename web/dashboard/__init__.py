"""Dashboard: the page of the figures of answers."""
