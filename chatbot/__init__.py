"""The retrieval chatbot: intents, training, classification and dialogue. Knows nothing of the web."""
