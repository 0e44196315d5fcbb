"""How the whole is doing: who lags, what waits, which versions run."""
