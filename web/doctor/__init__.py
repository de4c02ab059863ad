"""`flask doctor`: checks of an installation, each with a sentence and a remedy."""
