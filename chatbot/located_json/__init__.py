"""JSON written by people: values with places, every fault at once, insertions."""
