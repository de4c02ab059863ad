"""ONNX export of a Keras network. Imports Keras and onnx."""
