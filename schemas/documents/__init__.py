"""Documents that several services share: their shape is a promise, as an event's is."""
