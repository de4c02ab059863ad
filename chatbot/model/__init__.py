"""The trained model while answering: bundle, ONNX graph, calibration, classifier."""
