"""Training, validation and comparison of models. Imports Keras and scikit-learn."""
