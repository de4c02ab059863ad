"""Charts of pages and of HTML files."""
