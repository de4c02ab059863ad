"""Forms: values that an intent asks for, in the files of the intents."""
