"""Shares as people read them: a filter of the admin pages' and the reports' templates."""


def percent(share: float | None, digits: int = 1) -> str:
    """The share in percent; a dash where there is none."""
    return "–" if share is None else f"{share:.{digits}%}"
