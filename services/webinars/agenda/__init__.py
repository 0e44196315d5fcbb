"""The agenda: what is open to everyone, and what each caller follows."""
