"""One change of a schema: what it is, and a record that shows what it breaks."""

import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

Schema = dict[str, Any]
Record = dict[str, Any]
Side = Literal["old", "new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutation:
    """`witness` fits one of the two schemas, the one that `fits` names, and no other.

    It shows that the change breaks. Without one, the label rests on how it was made.
    """

    kind: str
    type: str
    place: str
    old: Schema
    new: Schema
    is_breaking: bool
    witness: Record | None = None
    fits: Side = "old"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a schema that is about to change; `schema` is its own copy."""

    schema: Schema
    name: str
    example: Record

    @property
    def part(self) -> Schema:
        part: Schema = self.schema["properties"][self.name]
        return part

    @property
    def is_required(self) -> bool:
        return self.name in self.schema.get("required", ())

    @property
    def value(self) -> Any:
        return self.example.get(self.name)

    def become(self, part: Schema) -> None:
        self.schema["properties"][self.name] = part

    def go(self) -> None:
        del self.schema["properties"][self.name]
        self.release()

    def release(self) -> None:
        self.schema["required"] = [
            one for one in self.schema.get("required", ()) if one != self.name
        ]

    def require(self, name: str) -> None:
        self.schema["required"] = [*self.schema.get("required", ()), name]

    def told(self, **changed: Any) -> Record:
        return self.example | changed

    def without(self) -> Record:
        return {n: value for n, value in self.example.items() if n != self.name}


Shown = tuple[Record | None, Side]
# Changes the field's schema, and returns a witness; None when there is nothing to do.
Change = Callable[[Field], Shown | None]


def mutations(
    schema: Schema, kinds: dict[str, Change], *, is_breaking: bool
) -> Iterator[Mutation]:
    """Apply every change to every field where it can be made."""
    [example] = schema["examples"]
    for kind, change in kinds.items():
        for name in schema["properties"]:
            field = Field(copy.deepcopy(schema), name, example)
            shown = change(field)
            if shown is None or field.schema == schema == (shown[0] or schema):
                continue
            yield Mutation(
                kind=kind,
                type=schema["x-type"],
                place=name,
                old=schema,
                new=field.schema,
                is_breaking=is_breaking,
                witness=shown[0],
                fits=shown[1],
            )
