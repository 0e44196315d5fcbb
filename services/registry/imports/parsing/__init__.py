"""From the bytes of a file to its rows, or to the reason why it is refused."""

from .files import read_headings, read_table

__all__ = ["read_headings", "read_table"]
