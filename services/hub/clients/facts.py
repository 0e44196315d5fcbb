"""How a change to an access key is told."""

from schemas.events.hub import ClientCreated, ClientRevoked

from .models import ApiClient


def created(client: ApiClient) -> ClientCreated:
    return ClientCreated(client_id=client.id, scopes=client.scopes, is_revoked=False)


def revoked(client: ApiClient) -> ClientRevoked:
    return ClientRevoked(client_id=client.id, scopes=client.scopes, is_revoked=True)
