"""Errors of the services, as problem documents."""

from flask import Blueprint, Response

from web.conversations import ConversationNotFoundError
from web.exchanges import MessageIdTakenError
from web.feedback import MessageNotFoundError
from web.logs import structlog
from web.model_errors import ModelUnavailableError, NoModelYet
from web.problems import Problem, problem_response

RETRY_SECONDS = "2"

logger = structlog.get_logger(__name__)


def answer_domain_errors(blueprint: Blueprint) -> None:
    """Answer what the services raise, in all views of this blueprint."""
    blueprint.register_error_handler(ConversationNotFoundError, _not_found)
    blueprint.register_error_handler(MessageNotFoundError, _not_found)
    blueprint.register_error_handler(MessageIdTakenError, _conflict)
    blueprint.register_error_handler(NoModelYet, _no_model_yet)
    blueprint.register_error_handler(ModelUnavailableError, _no_bot)


def _not_found(error: LookupError) -> Response:
    return problem_response(Problem(404, str(error)))


def _conflict(error: MessageIdTakenError) -> Response:
    return problem_response(Problem(409, str(error)))


def _no_model_yet(_error: NoModelYet) -> Response:
    return _unavailable("The bot is still learning and cannot answer yet. Try again in a moment.")


def _no_bot(error: ModelUnavailableError) -> Response:
    logger.error("no answer", reason=str(error))
    return _unavailable(f"The bot cannot answer: {error.reason}. The log says more.")


def _unavailable(detail: str) -> Response:
    return problem_response(Problem(503, detail, {"Retry-After": RETRY_SECONDS}))
