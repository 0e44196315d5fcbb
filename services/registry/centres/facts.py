"""How a resource centre is told to the other services."""

from typing import Any

from schemas.events.registry import CentreDesignated, CentreWithdrawn

from .models import ResourceCentre


def designated(centre: ResourceCentre) -> CentreDesignated:
    return CentreDesignated(**_state(centre))


def withdrawn(centre: ResourceCentre) -> CentreWithdrawn:
    return CentreWithdrawn(**_state(centre))


def _state(centre: ResourceCentre) -> dict[str, Any]:
    return {
        "centre_id": centre.id,
        "structure_id": centre.structure_id,
        "name": centre.name,
        "region": centre.region,
        "is_referent": centre.is_referent,
        "is_active": centre.is_active,
    }
