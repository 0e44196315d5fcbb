"""The charter: the text that every advisor signs, version by version."""
