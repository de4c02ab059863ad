"""Hand-overs: requests for a person in a conversation, below the conversations themselves."""
