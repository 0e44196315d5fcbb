"""Places over HTTP, for anybody: towns by name, reception points by distance."""

from typing import Annotated

from fastapi import Depends, Query

from kit.http import Page, Router, provided

from .models import PLACE_LENGTH_MAX, Nearby, PlaceView
from .service import PlaceService

places = Router(prefix="/places", tags=["places"])
reception_points = Router(prefix="/reception-points", tags=["places"])

Places = Annotated[PlaceService, Depends(provided(PlaceService))]


@places.get("")
async def list_places(
    service: Places,
    q: Annotated[
        str,
        Query(
            min_length=1,
            max_length=PLACE_LENGTH_MAX,
            description="A postcode, the name of a town, or their beginning.",
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=20)] = 10,
) -> Page[PlaceView]:
    """List the towns that may be meant, the most likely first."""
    return Page(items=service.suggest(q, limit=limit))


@reception_points.get(
    "", responses={422: {"description": "No town is called so, or several are"}}
)
async def list_reception_points(
    service: Places,
    place: Annotated[
        str,
        Query(
            min_length=1,
            max_length=PLACE_LENGTH_MAX,
            description="A postcode, the name of a town, or both.",
        ),
    ],
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
) -> Nearby:
    """List the reception points nearest to a place; kilometres as the crow flies."""
    return await service.nearby(place, limit=limit)
