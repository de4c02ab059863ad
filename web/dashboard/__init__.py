"""Dashboard figures and page."""
