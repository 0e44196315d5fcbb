"""Rules of the notifications: deliveries."""
