"""Rules of the notifications: mailbox."""
