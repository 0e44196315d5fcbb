"""A form as its page shows it: what was typed, and what is to be corrected."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from kit.texts import Texts
from kit.texts.validation import expectation


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing to correct; a `field` that is empty concerns the whole form."""

    field: str
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Form:
    """Handed to the macros as `form=`: each field finds its value and its error."""

    values: Mapping[str, Any] = field(default_factory=dict)
    errors: tuple[FieldError, ...] = ()

    @classmethod
    def refused(
        cls,
        values: Mapping[str, Any],
        errors: Iterable[Mapping[str, Any]],
        texts: Texts,
        *,
        labels: Mapping[str, str],
    ) -> Self:
        """Show again what was typed, with Pydantic's errors in the reader's words."""
        found = [(_name(error), expectation(error, texts)) for error in errors]
        first: dict[str, str] = {}
        for name, why in found:
            first.setdefault(name, why)
        return cls(
            values,
            tuple(FieldError(n, labels.get(n, n), why) for n, why in first.items()),
        )

    def with_error(self, name: str, label: str, why: str) -> Self:
        """Show the same again with one thing to correct."""
        return replace(self, errors=(FieldError(name, label, why),))

    def value(self, name: str, default: Any = "") -> Any:
        value = self.values.get(name, default)
        return "" if value is None else value

    def values_of(self, name: str) -> list[str]:
        """Read what was ticked, where several may be."""
        value = self.values.get(name) or []
        return [value] if isinstance(value, str) else [str(item) for item in value]

    def why(self, name: str) -> str | None:
        return next((error.why for error in self.errors if error.field == name), None)


def _name(error: Mapping[str, Any]) -> str:
    parts = [str(part) for part in error.get("loc", ())]
    return ".".join(parts[1:] if parts[:1] in (["body"], ["query"]) else parts)
