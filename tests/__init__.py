"""Tests of all parts."""

import gc
import os

# There is a test process for each core: threads would only get in each other's way.
ONE_THREAD = dict.fromkeys(
    ("OMP_NUM_THREADS", "TF_NUM_INTEROP_THREADS", "TF_NUM_INTRAOP_THREADS"), "1"
)
os.environ.update(ONE_THREAD)

# TensorFlow and the tests make a million objects that stay: to look for garbage among them less
# often saves a tenth of the time.
gc.set_threshold(20_000, 20, 100)
