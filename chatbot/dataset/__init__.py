"""Training data: examples, augmentation, negatives, folds."""
