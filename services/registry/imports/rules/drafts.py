"""Reads a row into a structure and an advisor, complete or with their reasons."""

from dataclasses import dataclass
from datetime import date

from schemas.reference import Profile, StructureType, Theme
from services.registry.imports.models import (
    AdvisorData,
    Affiliation,
    Code,
    Column,
    StructureData,
)

from .addresses import propose_known_email, read_email, read_url
from .choices import read_profile, read_reception, read_themes, read_type
from .figures import read_date, read_share
from .naming import propose_person_name, propose_structure_name
from .places import Place, read_place
from .reading import Reading
from .sirets import read_siret
from .telephones import read_telephone


@dataclass(frozen=True, slots=True)
class StructureDraft:
    """A structure as far as its cells could be read."""

    name: str
    type: StructureType | None
    siret: str | None
    address: str | None
    postcode: str | None
    place: Place | None
    reception_point: bool | None
    telephone: str | None
    email: str | None
    website: str | None

    def complete(self) -> StructureData | None:
        if not (self.name and self.type and self.place):
            return None
        commune = self.place.commune
        return StructureData(
            name=self.name,
            type=self.type,
            siret=self.siret,
            address=self.address,
            postcode=self.place.postcode,
            town=commune.name,
            town_code=commune.current_code,
            department=commune.department,
            region=commune.region,
            reception_point=self.reception_point,
            telephone=self.telephone,
            email=self.email,
            website=self.website,
        )


@dataclass(frozen=True, slots=True)
class AdvisorDraft:
    """An advisor as far as their cells could be read."""

    last_name: str
    first_name: str
    email: str | None
    telephone: str | None
    profile: Profile | None
    themes: tuple[Theme, ...] | None
    since: date | None
    share: float | None

    @property
    def affiliation(self) -> Affiliation:
        return Affiliation(since=self.since, share=self.share)

    def complete(self) -> AdvisorData | None:
        if not (self.last_name and self.first_name and self.email and self.profile):
            return None
        return AdvisorData(
            last_name=self.last_name,
            first_name=self.first_name,
            email=self.email,
            telephone=self.telephone,
            profile=self.profile,
            themes=self.themes,
        )


def read_structure(reading: Reading) -> StructureDraft:
    name = reading.text(Column.STRUCTURE_NAME)
    if not name:
        proposal = propose_structure_name(reading)
        reading.require(Column.STRUCTURE_NAME, Code.REQUIRED, proposal)
    kind = read_type(reading)
    siret = read_siret(reading)
    postcode, place = read_place(reading)
    return StructureDraft(
        name=name,
        type=kind,
        siret=siret,
        address=reading.text(Column.ADDRESS) or None,
        postcode=postcode,
        place=place,
        reception_point=read_reception(reading),
        telephone=read_telephone(
            reading,
            Column.STRUCTURE_TELEPHONE,
            department=_department(reading, postcode),
        ),
        email=read_email(reading, Column.STRUCTURE_EMAIL),
        website=read_url(reading),
    )


def read_advisor(reading: Reading, *, postcode: str | None) -> AdvisorDraft | None:
    """Read the advisor's cells; None when all of them are empty."""
    if not reading.has_advisor:
        return None
    last_name = _read_name(reading, Column.LAST_NAME)
    first_name = _read_name(reading, Column.FIRST_NAME)
    email = read_email(reading, Column.EMAIL)
    if not email and not reading.text(Column.EMAIL):
        known = propose_known_email(reading)
        reading.require(Column.EMAIL, Code.EMAIL_REQUIRED, known)
    return AdvisorDraft(
        last_name=last_name,
        first_name=first_name,
        email=email,
        telephone=read_telephone(
            reading, Column.TELEPHONE, department=_department(reading, postcode)
        ),
        profile=read_profile(reading),
        themes=read_themes(reading),
        since=read_date(reading),
        share=read_share(reading),
    )


def _read_name(reading: Reading, column: Column) -> str:
    name = reading.text(column)
    if not name:
        proposal = propose_person_name(reading, column)
        reading.require(column, Code.REQUIRED_OF_ADVISOR, proposal)
    return name


def _department(reading: Reading, postcode: str | None) -> str | None:
    """Name the department a telephone dials from; None while the place is unknown."""
    if not postcode:
        return None
    communes = reading.gazetteer.under(postcode)
    return communes[0].department if communes else postcode[:2]
