"""JSON written by people: values with their places, every fault at once, insertions."""
