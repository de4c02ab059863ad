"""The retrieval chatbot: from intents to replies. It knows nothing of the web."""

import os

# onnxruntime reports every session to its maker, unless it finds this when it is imported.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
