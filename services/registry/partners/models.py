"""A partner organisation: who it is, what it pays, until when."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from kit.aggregates import Aggregate
from services.registry.accounts.models import Line

FEE_MIN = 50_000
FEE_MAX = 300_000
EURO = 100

FeeCents = Annotated[int, Field(ge=FEE_MIN, le=FEE_MAX)]
PaidUntil = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


class Organisation(Aggregate):
    """`name_key` is the folded name: two partners never share it."""

    name: str
    name_key: str
    fee_cents: int
    is_member: bool = True
    paid_until: date | None = None


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class NewPartner(Asked):
    """An organisation that joins; the yearly fee is from 500 to 3 000 euros."""

    name: Line
    fee_cents: FeeCents
    paid_until: PaidUntil | None = None


class PartnerEdit(Asked):
    """What is not given stays as it is; a null `paid_until` says: never paid."""

    name: Line | None = None
    fee_cents: FeeCents | None = None
    is_member: bool | None = None
    paid_until: PaidUntil | None = None


class PartnerForm(Asked):
    """What the page sends: the fee in whole euros."""

    name: Line
    fee: Annotated[int, Field(ge=FEE_MIN // EURO, le=FEE_MAX // EURO)]
    paid_until: PaidUntil | None = None

    def partner(self) -> NewPartner:
        return NewPartner(
            name=self.name, fee_cents=self.fee * EURO, paid_until=self.paid_until
        )


class PartnerEditForm(PartnerForm):
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    is_member: bool = False

    def edit(self) -> PartnerEdit:
        return PartnerEdit(
            name=self.name,
            fee_cents=self.fee * EURO,
            is_member=self.is_member,
            paid_until=self.paid_until,
        )


class PartnerView(BaseModel):
    id: UUID
    version: int
    name: str
    fee_cents: int
    is_member: bool
    paid_until: date | None
    may_propose: bool

    @classmethod
    def of(cls, partner: Organisation, *, may_propose: bool) -> Self:
        return cls(
            id=partner.id,
            version=partner.version,
            name=partner.name,
            fee_cents=partner.fee_cents,
            is_member=partner.is_member,
            paid_until=partner.paid_until,
            may_propose=may_propose,
        )
