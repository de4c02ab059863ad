"""The chat page: the page of visitors at `/`."""
