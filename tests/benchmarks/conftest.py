"""Fixtures of the application's tests, for benchmarks of the application."""

from tests.web.conftest import bundle, first_training

__all__ = ["bundle", "first_training"]
