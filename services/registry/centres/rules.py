"""Who may be a resource centre, and until when: pure decisions."""

from datetime import date
from uuid import UUID

from services.registry.structures.models import Structure

from .errors import CentreEnded
from .models import ResourceCentre


def designate(
    structure: Structure, *, centre_id: UUID, is_referent: bool, on: date
) -> ResourceCentre:
    return ResourceCentre(
        id=centre_id,
        structure_id=structure.id,
        name=structure.name,
        region=structure.region,
        is_referent=is_referent,
        since=on,
    )


def withdraw(centre: ResourceCentre, *, on: date) -> ResourceCentre:
    """End it.

    Raises:
        CentreEnded: it has ended before.
    """
    if centre.until is not None:
        raise CentreEnded
    return centre.model_copy(update={"until": on})
