"""The inbox: what a person was told, on a page of the site."""
