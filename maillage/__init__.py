"""The command, the composition root, the demo and the embedded servers."""
