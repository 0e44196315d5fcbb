"""The HTTP API of access keys."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from kit.http import Page, Router, allowed, provided
from kit.identity.callers import Caller
from schemas.access import Action

from .models import ClientView, CreatedClientView, NewClient
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
async def get_client(client_id: UUID, clients: Clients, _: Keeper) -> ClientView:
    return await clients.get(client_id)


@router.delete(
    "/{client_id}",
    status_code=204,
    responses={
        404: {"description": "No such key."},
        409: {"description": "Revoked already."},
    },
)
async def revoke_client(client_id: UUID, clients: Clients, _: Keeper) -> None:
    """Revoke a key: it is refused from the next request on."""
    await clients.revoke(client_id)
