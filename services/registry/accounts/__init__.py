"""Accounts: who can sign in, in which language, with which roles."""
