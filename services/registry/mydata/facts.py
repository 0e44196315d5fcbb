"""How a request for one's data is told to every service."""

from schemas.events.registry import DataRequested

from .models import DataRequest


def opened(request: DataRequest) -> DataRequested:
    return DataRequested(request_id=request.id, person_id=request.person_id)
