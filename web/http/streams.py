"""Streams of server-sent events: responses that the gateway of the server keeps open."""

from flask import Response

MARK = "X-Recollect-Stream"
"""Header by which a response asks to stay open; its value is the subject that it is about."""


def event_stream(subject: str) -> Response:
    """Return a response that rings whenever there is something new about a subject.

    Without the gateway, or where that has no room, it ends after its first event.
    """
    response = Response("data: begin\n\n", mimetype="text/event-stream")
    response.headers[MARK] = subject
    response.headers["X-Accel-Buffering"] = "no"
    return response
