"""The retrieval chatbot: from intents to replies. It knows nothing of the web."""
