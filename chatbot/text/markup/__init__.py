"""Markup of responses: tags, Markdown and bare addresses, read into spans."""
