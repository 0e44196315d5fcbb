"""What the webinars serve: to machines, and as pages."""

from collections.abc import Sequence

from fastapi import APIRouter

from .agenda.pages import router as agenda_pages
from .agenda.routes import router as agenda
from .attendance.pages import router as attendance_pages
from .catalogue.routes import router as catalogue
from .proposals.pages import router as proposals_pages
from .proposals.routes import router as proposals
from .registrations.pages import router as registrations_pages
from .registrations.routes import router as registrations
from .schedule.pages import router as schedule_pages
from .schedule.routes import router as schedule

ROUTERS: Sequence[APIRouter] = (catalogue, proposals, schedule, registrations, agenda)
# A page of its own name comes before the page of any webinar.
PAGES: Sequence[APIRouter] = (
    proposals_pages,
    schedule_pages,
    registrations_pages,
    attendance_pages,
    agenda_pages,
)
