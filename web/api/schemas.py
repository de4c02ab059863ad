"""Bases of the pydantic models for checking requests and making the OpenAPI document."""

from pydantic import BaseModel, ConfigDict


class In(BaseModel):
    # The input of a failed check may be a message of a visitor, and errors are logged.
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class FieldError(Out):
    """Fault of a field: `pointer` (JSON pointer) in the body, or `parameter`."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None


class ProblemDocument(Out):
    """RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
