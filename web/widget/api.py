"""API of tokens, by which visitors are known on other sites."""

from uuid import uuid4

from flask import Blueprint

from web.api.specification import answers, specification
from web.core.database import db, writing
from web.core.settings import current_settings
from web.http.security import limited
from web.http.visitors import current_visitor, token_of
from web.widget import schemas
from web.widget.identity import user_visitor
from web.widget.service import take_along

blueprint = Blueprint("visitors", __name__)


@blueprint.post("/visitors")
@limited
@specification.validate(
    tags=("Visitors",),
    resp=answers(400, 401, 403, 413, 415, 422, 429, 503, HTTP_201=schemas.VisitorToken),
)
def make_token(json: schemas.NewVisitor) -> tuple[schemas.VisitorToken, int]:
    """Get a token for the header Recollect-Visitor.

    With a `user`, the token is of the user, on every device, and the conversations of the token
    before go to the user.
    """
    if json.user is None:
        return schemas.VisitorToken(token=token_of(uuid4())), 201
    settings = current_settings()
    visitor = user_visitor(json.user, settings.identify_secret, settings.secret_key)
    with writing(db.session) as session:
        take_along(session, current_visitor(), visitor)
    return schemas.VisitorToken(token=token_of(visitor)), 201
