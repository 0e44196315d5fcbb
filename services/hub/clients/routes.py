"""The HTTP API of access keys."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Response

from kit.http import IfMatch, Page, Router, allowed, etag, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .models import ClientView, CreatedClientView, NewClient, NewKey, RateChange
from .service import ClientService

router = Router(prefix="/clients", tags=["clients"])

Clients = Annotated[ClientService, Depends(provided(ClientService))]
Keeper = Annotated[Caller, Depends(allowed(Action.MANAGE_CLIENTS))]


@router.get("")
async def list_clients(clients: Clients, _: Keeper) -> Page[ClientView]:
    return Page(items=await clients.list_clients())


@router.post(
    "", status_code=201, responses={409: {"description": "The name is in use."}}
)
async def create_client(
    wanted: NewClient, clients: Clients, keeper: Keeper
) -> CreatedClientView:
    """Create a key. It is shown in this answer and can be read nowhere again."""
    return await clients.create(wanted, by=keeper.person_id)


@router.get("/{client_id}", responses={404: {"description": "No such key."}})
async def get_client(
    response: Response, client_id: UUID, clients: Clients, _: Keeper
) -> ClientView:
    view = await clients.get(client_id)
    response.headers.update(etag(view.version))
    return view


@router.patch(
    "/{client_id}",
    responses={
        404: {"description": "No such key."},
        412: {"description": "Changed since it was read."},
        428: {"description": "If-Match is missing."},
    },
)
async def change_client_rate(
    response: Response,
    client_id: UUID,
    change: RateChange,
    clients: Clients,
    _: Keeper,
    version: IfMatch,
) -> ClientView:
    """Change how many requests a minute it may make."""
    view = await clients.change_rate(client_id, change, version=version)
    response.headers.update(etag(view.version))
    return view


@router.post(
    "/{client_id}/rotations",
    status_code=201,
    responses={
        404: {"description": "No such key."},
        409: {"description": "Revoked for good."},
    },
)
async def rotate_client_key(
    client_id: UUID, wanted: NewKey, clients: Clients, _: Keeper
) -> CreatedClientView:
    """Draw the next key, shown in this answer alone; the one in use works on a while.

    Two keys work at most: rotating again ends the older one at once.
    """
    return await clients.rotate(client_id, wanted)


@router.delete(
    "/{client_id}",
    status_code=204,
    responses={
        404: {"description": "No such key."},
        409: {"description": "Revoked already."},
    },
)
async def revoke_client(client_id: UUID, clients: Clients, _: Keeper) -> None:
    """Revoke it: its keys are refused from the next request on."""
    await clients.revoke(client_id)
