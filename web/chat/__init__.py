"""Chat page of visitors, at `/`."""
