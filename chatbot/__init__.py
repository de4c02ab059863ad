"""The retrieval chatbot: from intents to replies. It knows nothing of the web."""

import os

# onnxruntime reports every session to its maker, unless it finds this when it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

# What numpy multiplies here is too small to be shared out: on a busy machine, and one that trains
# is busy, its threads would wait for each other five times as long as one takes alone.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
