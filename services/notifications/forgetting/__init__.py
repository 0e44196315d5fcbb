"""Erasing a person: the e-mails that the embedded mailbox keeps."""
