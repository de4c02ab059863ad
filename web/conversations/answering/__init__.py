"""Answers to messages, from the arrival to the rows in the database."""
