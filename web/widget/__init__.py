"""Chat on pages of other sites: script, frame, tokens of visitors."""
