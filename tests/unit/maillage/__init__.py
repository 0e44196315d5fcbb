"""Tests of the command, the composition root and the demo, without servers."""
