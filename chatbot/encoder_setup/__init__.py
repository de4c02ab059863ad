"""Installation of the sentence encoder. Imports onnx."""
