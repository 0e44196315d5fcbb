"""Partners: organisations of the association, and their standing."""
