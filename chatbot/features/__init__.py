"""Features of a message: TF-IDF, n-grams, neighbours, network inputs."""
