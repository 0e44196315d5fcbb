"""The notifications' routers."""

from .inbox.pages import router as inbox_pages
from .inbox.routes import router as inbox
from .mailbox.pages import router as mailbox_pages
from .preferences.pages import router as preferences_pages
from .preferences.routes import router as preferences
from .tasks.pages import router as tasks_pages
from .tasks.routes import router as tasks

ROUTERS = (inbox, preferences, tasks)
PAGES = (tasks_pages, inbox_pages, preferences_pages, mailbox_pages)
