"""Writes that were gathered, and how they are made: each foreseen to end in one way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from motor.motor_asyncio import AsyncIOMotorCollection
from pymongo import InsertOne, UpdateOne
from pymongo.client_session import ClientSession
from pymongo.errors import DuplicateKeyError, OperationFailure

from .failures import is_conflict

Document = dict[str, Any]

# What can be gathered, and how it goes with others into one message.
GATHERED: Final = {"insert_one": InsertOne, "update_one": UpdateOne}


class MarkTaken(Exception):
    """Another command has this mark, or is about to have it."""


class Unforeseen(Exception):
    """A gathered write did not end as the command was told that it would."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A document by which a command is known; what it ended with is added to it."""

    documents: AsyncIOMotorCollection[Document]
    claim: Document


@dataclass(frozen=True, slots=True)
class Write:
    documents: AsyncIOMotorCollection[Document]
    name: str
    args: tuple[Any, ...]

    @property
    def collection(self) -> str:
        return str(self.documents.delegate.full_name)

    @property
    def place(self) -> tuple[str, str]:
        """Name what is written: two who write the same cannot go together."""
        return self.collection, str(self.args[0].get("_id"))

    def make(self, session: ClientSession) -> Any:
        return getattr(self.documents.delegate, self.name)(*self.args, session=session)


def make_some(
    writes: Iterable[Write],
    session: ClientSession,
    *,
    mark: AsyncIOMotorCollection[Document] | None,
) -> None:
    """Make them one by one; what goes to `mark` is the command's own mark.

    Raises:
        MarkTaken: another command has the mark.
        Unforeseen: another write ended otherwise than foreseen.
    """
    for write in writes:
        if write.documents is mark:
            _make_mark(write, session)
        else:
            _make_foreseen(write, session)


def make_alone(writes: Sequence[Write], session: ClientSession) -> None:
    """Make all writes of one command, its mark first, and commit; raises as above."""
    make_some(writes, session, mark=writes[0].documents)
    session.commit_transaction()


def make_together(writes: Sequence[Write], session: ClientSession) -> None:
    """Make the writes of several commands, in few messages, and commit.

    Not ordered, inserts go first, then updates in their order: one message each.

    Raises:
        Unforeseen: an update of them found nothing to change.
        PyMongoError: not all could be made.
    """
    by_collection: dict[str, list[Write]] = {}
    for write in writes:
        by_collection.setdefault(write.collection, []).append(write)
    for of_one in by_collection.values():
        asked = [GATHERED[write.name](*write.args) for write in of_one]
        made = of_one[0].documents.delegate.bulk_write(
            asked, ordered=False, session=session
        )
        updates = sum(write.name == "update_one" for write in of_one)
        if not made.matched_count == made.modified_count == updates:
            raise Unforeseen
    session.commit_transaction()


def _make_mark(write: Write, session: ClientSession) -> None:
    try:
        write.make(session)
    except DuplicateKeyError as error:
        raise MarkTaken from error
    except OperationFailure as error:
        if is_conflict(error):
            raise MarkTaken from error
        raise


def _make_foreseen(write: Write, session: ClientSession) -> None:
    try:
        done = write.make(session)
    except DuplicateKeyError as error:
        raise Unforeseen from error
    if (
        write.name == "update_one"
        and not done.matched_count == done.modified_count == 1
    ):
        raise Unforeseen
