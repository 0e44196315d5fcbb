"""Enrolment: from the census to an active advisor, each step with its event."""
