"""Changes of schemas, each known to break a promise or not by how it is made."""
