"""The trained model as it answers: bundle, ONNX graph, calibration, classifier."""
