"""How a change to an access key is told."""

from schemas.events.hub import ClientCreated, ClientKeyRotated, ClientRevoked

from .models import ApiClient, FormerKey


def created(client: ApiClient) -> ClientCreated:
    return ClientCreated(client_id=client.id, scopes=client.scopes, is_revoked=False)


def revoked(client: ApiClient) -> ClientRevoked:
    return ClientRevoked(client_id=client.id, scopes=client.scopes, is_revoked=True)


def rotated(client: ApiClient, former: FormerKey) -> ClientKeyRotated:
    return ClientKeyRotated(
        client_id=client.id,
        scopes=client.scopes,
        is_revoked=False,
        former_key_ends_at=former.ends_at,
    )
