"""The documentation of the HTTP interface, written by ourselves: no foreign host."""
