"""Values in words, for languages that share how they say them; the rest is in the language."""
