"""Reads back the places that cursors name."""

from uuid import UUID

from kit.http.pagination import InvalidCursor, decode_cursor


def batch_place(cursor: str | None) -> UUID | None:
    """Read the batch that a list goes on after.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    if cursor is None:
        return None
    try:
        return UUID(decode_cursor(cursor))
    except (ValueError, AttributeError, TypeError) as error:
        raise InvalidCursor from error


def line_place(cursor: str | None) -> int:
    """Read the line that a list goes on after; 0 is before the first.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    if cursor is None:
        return 0
    number = decode_cursor(cursor)
    if type(number) is not int or not 0 <= number < 2**31:
        raise InvalidCursor
    return number


def effect_place(cursor: str | None) -> tuple[int, UUID] | None:
    """Read the line and the effect that a list goes on after.

    Raises:
        InvalidCursor: it is not one of ours.
    """
    if cursor is None:
        return None
    try:
        line, id_ = decode_cursor(cursor)
        return min(int(line), 2**31), UUID(id_)
    except (ValueError, AttributeError, TypeError) as error:
        raise InvalidCursor from error
