"""Frame of the JSON API: specification, request checks, documentation."""
