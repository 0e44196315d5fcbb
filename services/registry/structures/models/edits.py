"""What one writes of a structure: whole by a form, in parts by a machine."""

from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from kit.texts import N_
from kit.texts.validation import expected
from schemas.reference import StructureType
from services.registry.territories.parsing import load_gazetteer
from services.registry.territories.rules import telephone_region

from .contacts import Email, Siret, Website, dial


def _printed(text: str) -> str:
    if not text.isprintable():
        raise expected(N_("Un texte d’une ligne, sans signe invisible."))
    return text


def _with_point(value: object) -> object:
    """Read 43,6 as people write it in French."""
    return value.replace(",", ".") if isinstance(value, str) else value


def _without_defaults(schema: dict[str, Any]) -> None:
    """Keep from machines that what they leave out would be set to something."""
    for shown in schema["properties"].values():
        shown.pop("default", None)


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=200),
    AfterValidator(_printed),
]
Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=200),
    AfterValidator(_printed),
]
Postcode = Annotated[str, StringConstraints(strip_whitespace=True, max_length=10)]
Pointed = BeforeValidator(_with_point)
Latitude = Annotated[float, Pointed, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Pointed, Field(ge=-180, le=180, allow_inf_nan=False)]
LIKENESS = 60


class _Placed(BaseModel):
    """The checks that need the list of territories; the postcode is read first."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("postcode", check_fields=False)
    @classmethod
    def _postcode_exists(cls, text: str | None) -> str | None:
        if text is None or load_gazetteer().under(text):
            return text
        raise expected(N_("Un code postal qui existe, à 5 chiffres."))

    @field_validator("town", check_fields=False)
    @classmethod
    def _town_lies_there(cls, name: str | None, info: ValidationInfo) -> str | None:
        postcode = info.data.get("postcode")
        if name is None or postcode is None:
            return name
        gazetteer = load_gazetteer()
        commune = gazetteer.named(name, postcode=postcode)
        if commune is not None:
            return commune.name
        near = gazetteer.nearest(name, postcode=postcode, likeness=LIKENESS)
        names = [one.name for one in near or gazetteer.under(postcode)[:3]]
        raise expected(
            N_("Une commune que dessert le {postcode}, par exemple : {names}."),
            postcode=postcode,
            names=", ".join(names),
        )

    @field_validator("phone", check_fields=False)
    @classmethod
    def _phone_rings(cls, text: str | None, info: ValidationInfo) -> str | None:
        if text is None:
            return None
        communes = load_gazetteer().under(info.data.get("postcode") or "")
        plan = telephone_region(communes[0].department) if communes else None
        number = dial(text, plan)
        if number is None:
            raise expected(N_("Un numéro qui sonne, comme 05 61 00 00 00."))
        return number

    @model_validator(mode="after")
    def _positions_are_pairs(self) -> Self:
        if (getattr(self, "latitude", None) is None) != (
            getattr(self, "longitude", None) is None
        ):
            raise expected(N_("La latitude et la longitude, ou aucune des deux."))
        return self


class NewStructure(_Placed):
    """A whole record; what is not said is empty. Only the nation names a holder."""

    name: Name
    kind: StructureType
    siret: Siret | None = None
    address: Line | None = None
    postcode: Postcode
    town: Line
    phone: Line | None = None
    email: Email | None = None
    website: Website | None = None
    is_reception_point: bool = False
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    centre_id: UUID | None = None


class StructureEdit(_Placed):
    """What changes; the rest stays. An empty value empties what may be empty."""

    model_config = ConfigDict(json_schema_extra=_without_defaults)

    name: Name = ""
    kind: StructureType = StructureType.ASSOCIATION
    siret: Siret | None = None
    address: Line | None = None
    postcode: Postcode = ""
    town: Line = ""
    phone: Line | None = None
    email: Email | None = None
    website: Website | None = None
    is_reception_point: bool = False
    latitude: Latitude | None = None
    longitude: Longitude | None = None

    @model_validator(mode="after")
    def _moves_as_a_whole(self) -> Self:
        if len(self.model_fields_set & {"postcode", "town"}) == 1:
            raise expected(N_("Le code postal et la commune, ensemble."))
        return self
