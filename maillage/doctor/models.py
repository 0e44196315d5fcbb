"""What the doctor finds: a name, a value, and whether that is well."""

from pydantic import BaseModel, ConfigDict


class Finding(BaseModel):
    """`name` is a French text to translate; `about` tells several of them apart."""

    model_config = ConfigDict(frozen=True)

    name: str
    about: str = ""
    value: str
    is_well: bool = True


class Diagnosis(BaseModel):
    model_config = ConfigDict(frozen=True)

    findings: tuple[Finding, ...]

    @property
    def is_well(self) -> bool:
        return all(finding.is_well for finding in self.findings)
