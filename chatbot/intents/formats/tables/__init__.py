"""Tables, JSON Lines, and questions with answers: a message, or an intent, in each row."""
