"""MongoDB: the connection, its codec and transactions; the only import of Motor."""

from bson.errors import InvalidDocument
from pymongo import DeleteOne, InsertOne, ReplaceOne, ReturnDocument, UpdateOne
from pymongo import IndexModel as Index
from pymongo.errors import BulkWriteError, OperationFailure
from pymongo.errors import DuplicateKeyError as DuplicateKey
from pymongo.errors import PyMongoError as MongoError

from .connection import (
    ChangeStream,
    Collection,
    Database,
    Document,
    Files,
    Mongo,
    Transaction,
    bounded,
    relaxed,
)
from .encoding import encoded
from .failures import MongoUnavailable, is_away
from .loading import Loader
from .patience import in_time
from .replies import first_reply
from .unit import apart, claimed, within_command
from .writes import Mark, MarkTaken

__all__ = [
    "BulkWriteError",
    "ChangeStream",
    "Collection",
    "Database",
    "DeleteOne",
    "Document",
    "DuplicateKey",
    "Files",
    "Index",
    "InsertOne",
    "InvalidDocument",
    "Loader",
    "Mark",
    "MarkTaken",
    "Mongo",
    "MongoError",
    "MongoUnavailable",
    "OperationFailure",
    "ReplaceOne",
    "ReturnDocument",
    "Transaction",
    "UpdateOne",
    "apart",
    "bounded",
    "claimed",
    "encoded",
    "first_reply",
    "in_time",
    "is_away",
    "relaxed",
    "within_command",
]
