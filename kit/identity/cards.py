"""People's cards: the one place of names and addresses, read in bulk by id."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Final
from uuid import UUID

from pydantic import ConfigDict, Field

from kit.aggregates import stored
from kit.mongo import Collection, Document, Index, Transaction, UpdateOne
from kit.texts import Language
from kit.trace import saw, wrote
from kit.words import beginning_with, words_of
from schemas.base import Stored
from schemas.personal import Category, Kept, Personal, Purpose

CARD_INDEXES = (Index("email", name="email"), Index("words", name="words"))
BY_NAME = (("last_name", 1), ("first_name", 1), ("_id", 1))
NAME: Final = Personal(Category.NAME, Purpose.REACH, Kept.PERSON)
EMAIL: Final = Personal(Category.EMAIL, Purpose.REACH, Kept.PERSON)
FORMER: Final = Personal(Category.EMAIL, Purpose.RIGHTS, Kept.PERSON)
PHONE: Final = Personal(Category.PHONE, Purpose.REACH, Kept.PERSON)


class Card(Stored):
    """A person's name and how to reach them; erased with the person.

    While an address changes, the one that is to be confirmed and the one that is left
    stand beside it: letters about the change go there. `former_emails` were the
    person's once: nothing is sent there, and all that bears them is erased with them.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    first_name: Annotated[str, NAME] = Field(default="", max_length=100)
    last_name: Annotated[str, NAME] = Field(default="", max_length=100)
    email: Annotated[str, EMAIL] = Field(default="", max_length=254)
    phone: Annotated[str | None, PHONE] = Field(default=None, max_length=40)
    language: Language = "fr"
    centre_id: UUID | None = None
    new_email: Annotated[str | None, EMAIL] = None
    former_email: Annotated[str | None, EMAIL] = None
    former_emails: Annotated[tuple[str, ...], FORMER] = ()

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def other_emails(self) -> tuple[str, ...]:
        """Return the addresses that are neither confirmed nor forgotten yet."""
        others = (self.new_email, self.former_email)
        return tuple(one for one in others if one and one != self.email)


class StoredCard(Card):
    """With the folded words that a search looks for."""

    words: Annotated[tuple[str, ...], NAME] = ()


class Cards:
    """Cards are written by their owner alone; everybody reads them by id.

    Whose card is read or written is noted for the trace: no caller can forget it.
    """

    def __init__(self, cards: Collection) -> None:
        self._cards = cards

    async def find(self, person_id: UUID) -> Card | None:
        return (await self.by_ids([person_id])).get(person_id)

    async def by_ids(self, person_ids: Iterable[UUID]) -> dict[UUID, Card]:
        """Return the cards that exist; an erased person has none."""
        wanted = list(set(person_ids))
        if not wanted:
            return {}
        found = self._cards.find({"_id": {"$in": wanted}})
        cards = {card["_id"]: _read(card) async for card in found}
        saw(cards)
        return cards

    async def ids_named(
        self,
        beginnings: Sequence[str],
        *,
        among: Iterable[UUID] | None = None,
        limit: int,
    ) -> list[UUID]:
        """Return, by name, whose first or last names begin so; of `among`, if given.

        Ids alone: whose cards are then read is for the caller to choose.
        """
        query = beginning_with(beginnings, field="words")
        if among is not None:
            query["_id"] = {"$in": list(among)}
        found = self._cards.find(query, {"_id": True}, sort=BY_NAME, limit=limit)
        return [card["_id"] async for card in found]

    async def names(self, person_ids: Iterable[UUID]) -> dict[UUID, str]:
        return {id_: card.name for id_, card in (await self.by_ids(person_ids)).items()}

    async def with_emails(self, emails: Iterable[str]) -> dict[str, Card]:
        """Return cards by address, which is stored in lower case."""
        wanted = sorted({email.lower() for email in emails})
        found = self._cards.find({"email": {"$in": wanted}})
        cards = {card["email"]: _read(card) async for card in found}
        saw(card.id for card in cards.values())
        return cards

    async def add(self, card: Card, *, tx: Transaction | None = None) -> None:
        await wrote([card.id], tx=tx)
        await self._cards.insert_one(_written(card), session=tx)

    async def add_many(self, cards: Iterable[Card]) -> None:
        """Write those whose ids are not there yet: again after a crash is once."""
        added = list(cards)
        writes = [_added(_written(card)) for card in added]
        if writes:
            await wrote(card.id for card in added)
            await self._cards.bulk_write(writes, ordered=False)

    async def change(self, card: Card, *, tx: Transaction | None = None) -> None:
        await wrote([card.id], tx=tx)
        document = _written(card)
        document.pop("version")
        await self._cards.update_one(
            {"_id": document.pop("_id")},
            {"$set": document, "$inc": {"version": 1}},
            session=tx,
        )

    async def remove(
        self, person_ids: Iterable[UUID], *, tx: Transaction | None = None
    ) -> None:
        gone = list(person_ids)
        await wrote(gone, tx=tx)
        await self._cards.delete_many({"_id": {"$in": gone}}, session=tx)

    async def fill_words(self) -> None:
        """Give the cards of an older version the words that they are found by."""
        async for document in self._cards.find({"words": {"$exists": False}}):
            words = list(_words(_read(document)))
            await self._cards.update_one(
                {"_id": document["_id"]}, {"$set": {"words": words}}
            )


def _written(card: Card) -> Document:
    """Keep beside the name its folded words: they are erased with it."""
    return stored(card) | {"words": list(_words(card))}


def _words(card: Card) -> tuple[str, ...]:
    return words_of(card.last_name, card.first_name)


def _added(document: Document) -> UpdateOne:
    id_ = document.pop("_id")
    return UpdateOne({"_id": id_}, {"$setOnInsert": document}, upsert=True)


def _read(document: dict[str, object]) -> Card:
    return Card.model_validate({"id": document["_id"], **document})
