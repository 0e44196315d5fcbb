"""Federation: signing in with an account held elsewhere, such as ProConnect's."""
