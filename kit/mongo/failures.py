"""What went wrong with MongoDB, and whether it passes."""

from pymongo.errors import (
    ConnectionFailure,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    WTimeoutError,
)

WRITE_CONFLICT = 112
UNKNOWN_COMMIT = "UnknownTransactionCommitResult"
PASSES = ("TransientTransactionError", "RetryableWriteError")

# What passes when the cluster is back: to be waited for, never counted as a fault.
MongoUnavailable: tuple[type[PyMongoError], ...] = (
    ConnectionFailure,
    ExecutionTimeout,
    WTimeoutError,
)


def is_away(error: Exception) -> bool:
    """Tell whether this passes when the cluster is back, or others are out of the way.

    Then nobody knows whether what was asked has been done.
    """
    if not isinstance(error, PyMongoError):
        return False
    passes = any(error.has_error_label(label) for label in PASSES)
    return passes or isinstance(error, MongoUnavailable) or error.timeout


def is_silence(error: BaseException) -> bool:
    """Tell whether nobody answered, or nobody who may write."""
    is_late = isinstance(error, PyMongoError) and error.timeout
    return is_late or isinstance(error, ConnectionFailure)


def is_unknown(error: BaseException) -> bool:
    """Tell whether a commit may have been done, and nobody said so."""
    return isinstance(error, PyMongoError) and error.has_error_label(UNKNOWN_COMMIT)


def is_conflict(error: Exception) -> bool:
    """Tell whether another transaction holds what this one wants to write."""
    return isinstance(error, OperationFailure) and error.code == WRITE_CONFLICT
