"""Every type of event: what it means, what it holds, who tells and who reads it."""
