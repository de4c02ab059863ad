"""Dashboard: figures of answers, and their page."""
