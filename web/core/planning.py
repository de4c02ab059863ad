"""Planning of large statements by PostgreSQL."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

_ANEW = sa.select(
    sa.func.set_config("plan_cache_mode", "force_custom_plan", sa.true()),
    sa.func.set_config("jit", "off", sa.true()),
)


def plan_anew(session: Session) -> None:
    """Have PostgreSQL plan each statement of the transaction for its values, and compile nothing.

    After some pages it would plan for any values, by a plan that can be ten times as slow; to
    compile takes as long as a statement, and its guesses of rows are far too high.
    """
    if session.get_bind().dialect.name != "sqlite":
        session.execute(_ANEW)
