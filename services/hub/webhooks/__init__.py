"""Addresses outside that receive the chosen events, signed, each at its own pace."""
