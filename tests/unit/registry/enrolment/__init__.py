"""Tests of the registry's enrolment."""
