"""What governance serves: to machines, and to people."""

from .committees.pages import router as committee_pages
from .committees.routes import router as committees
from .decisions.pages import router as decision_pages
from .decisions.routes import router as decisions
from .dossiers.routes import router as dossiers
from .votes.pages import router as vote_pages
from .votes.routes import router as votes

ROUTERS = (committees, dossiers, votes, decisions)
PAGES = (committee_pages, vote_pages, decision_pages)
