"""What the census's routes have in common."""

from typing import Annotated

from fastapi import Depends, Response

from kit.http import Router, ScopeFor, etag, provided
from kit.scope import Scope
from schemas.access import Action
from services.registry.imports.models import CensusView, ImportBatch
from services.registry.imports.service import (
    DecisionService,
    ReadingService,
    ReceivingService,
)

router = Router(prefix="/censuses", tags=["censuses"])

Receiving = Annotated[ReceivingService, Depends(provided(ReceivingService))]
Reading = Annotated[ReadingService, Depends(provided(ReadingService))]
Decisions = Annotated[DecisionService, Depends(provided(DecisionService))]
MayImport = Annotated[Scope, Depends(ScopeFor(Action.IMPORT_CENSUS))]
UNKNOWN = {"description": "Unknown, or another centre's"}
REFUSED = {"description": "No census can be read in it; it says why, and by which line"}


def view(batch: ImportBatch, response: Response) -> CensusView:
    response.headers.update(etag(batch.version))
    return CensusView.of(batch)
