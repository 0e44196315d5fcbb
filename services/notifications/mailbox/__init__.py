"""The mailbox page: what the embedded mail server received, and no other mode's."""
