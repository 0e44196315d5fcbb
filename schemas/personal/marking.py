"""The mark on a field that tells of a person, and how a model's marks are found."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from types import GenericAlias, MappingProxyType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from schemas.reference import Label

from .keeping import Kept
from .purposes import Purpose


class Category(StrEnum):
    """What a field says; a digest is what only a guess can be tried on."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    WORDS = "words"
    RECORD = "record"
    DIGEST = "digest"


CATEGORIES: Mapping[Category, Label] = MappingProxyType(
    {
        Category.NAME: Label("un nom", "a name"),
        Category.EMAIL: Label("une adresse e-mail", "an e-mail address"),
        Category.PHONE: Label("un téléphone", "a telephone"),
        Category.WORDS: Label("des mots d’une personne", "a person’s words"),
        Category.RECORD: Label("un enregistrement entier", "a whole record"),
        Category.DIGEST: Label("une empreinte", "a digest"),
    }
)


class Personal(NamedTuple):
    """Stands in the annotation of a field; the register of processing is made of it."""

    says: Category
    purpose: Purpose
    kept: Kept


class Marked(NamedTuple):
    """A marked field by its path in the stored document, lists passed over."""

    path: tuple[str, ...]
    mark: Personal


def personal_fields(
    model: type[BaseModel], *, above: tuple[str, ...] = ()
) -> Iterator[Marked]:
    """Find the marked fields of a model and of the models inside it."""
    for name, field in model.model_fields.items():
        path = (*above, name)
        marks = [one for one in field.metadata if isinstance(one, Personal)]
        yield from (Marked(path, mark) for mark in marks)
        if not marks:
            for inner in _models(field.annotation):
                yield from personal_fields(inner, above=path)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    origin = get_origin(annotation)
    if origin in (Union, UnionType) or isinstance(annotation, GenericAlias):
        for inner in get_args(annotation):
            yield from _models(inner)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
