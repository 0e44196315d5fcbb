"""Tests of the accounts that sleep."""
