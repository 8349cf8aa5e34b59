"""Text repaired, cut into articles, sentences and tokens, each sentence with its language."""
