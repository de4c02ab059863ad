"""What the API takes and gives, as pydantic models: they check requests and make the OpenAPI."""

from pydantic import BaseModel, ConfigDict


class In(BaseModel):
    # The input of a failed check may be what somebody wrote, and errors are logged.
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Out(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class FieldError(Out):
    """What is wrong with one field: `pointer` (JSON pointer) in the body, or `parameter`."""

    detail: str
    pointer: str | None = None
    parameter: str | None = None


class ProblemDocument(Out):
    """An RFC 9457 problem document."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[FieldError] = []
