"""Pure decisions about webhooks: who is owed what, signatures, tries, addresses."""
