"""Evaluation of a model: metrics, reliability, report, quality gate."""
