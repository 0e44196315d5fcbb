"""A structure as the register keeps it."""

from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from kit.aggregates import Aggregate
from schemas.personal import Category, Kept, Personal, Purpose
from schemas.reference import StructureType
from services.registry.territories.rules import fold, town_key

PHONE: Final = Personal(Category.PHONE, Purpose.REGISTER, Kept.STRUCTURE)
EMAIL: Final = Personal(Category.EMAIL, Purpose.REGISTER, Kept.STRUCTURE)


class Provenance(BaseModel):
    """The line of the census that created a record."""

    model_config = ConfigDict(frozen=True)

    batch_id: UUID
    line: int = Field(ge=1)


class Structure(Aggregate):
    """Without a holder, the nation holds it.

    `commune` is the statistical (INSEE) code of the commune that administers the
    place today. Degrees are the structure's own when `has_own_position`, else its
    town's; a few towns overseas have none. The telephone is in E.164.
    """

    name: str
    kind: StructureType
    siret: str | None = None
    address: str | None = None
    postcode: str
    town: str
    commune: str
    department: str
    region: str
    phone: Annotated[str | None, PHONE] = None
    email: Annotated[str | None, EMAIL] = None
    website: str | None = None
    is_reception_point: bool = False
    latitude: float | None = None
    longitude: float | None = None
    has_own_position: bool = False
    centre_id: UUID | None = None
    provenance: Provenance | None = None

    @model_serializer(mode="wrap")
    def _with_keys(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Store beside the fields what queries look for, so that they never differ."""
        fields: dict[str, Any] = dump(self)
        keys = {"name_key": name_key(self.name), "tokens": self.tokens}
        return fields | keys | {"point": self.point}

    @property
    def tokens(self) -> list[str]:
        """The folded words one may find it by."""
        words = {*words_of(self.name), *words_of(self.town), self.postcode}
        return sorted(words | ({self.siret} if self.siret else set()))

    @property
    def point(self) -> dict[str, Any] | None:
        """The position as MongoDB measures from it."""
        if self.latitude is None or self.longitude is None:
            return None
        return {"type": "Point", "coordinates": [self.longitude, self.latitude]}


def name_key(name: str) -> str:
    """Fold a structure's name, to find it again however it is written."""
    return fold(name)


def words_of(text: str) -> set[str]:
    """Split into folded words; `St` is also `Saint`."""
    return {*fold(text).split(), *town_key(text).split()}
