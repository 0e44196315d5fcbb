"""Deliveries: e-mails from queued to sent or failed, and the log of it."""
