"""Commands asked many times under one key, while who answers is killed."""
