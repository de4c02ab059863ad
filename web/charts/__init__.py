"""Charts of pages and of HTML files: values, drawings, tables."""
