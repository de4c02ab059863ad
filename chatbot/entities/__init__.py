"""Entities: values in a message, such as a date or the name of a town."""
