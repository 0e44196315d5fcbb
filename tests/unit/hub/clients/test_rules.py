"""What a rotation makes of a client (HUB-11)."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from kit.ids import new_id
from services.hub.clients.errors import ClientRevokedForGood, ExpiresTooSoon
from services.hub.clients.models import ApiClient, NewKey
from services.hub.clients.rules import rotated

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOMORROW = NOW + timedelta(days=1)


def a_client(**fields: Any) -> ApiClient:
    told: dict[str, Any] = {
        "id": new_id(),
        "name": "Portail des CMA",
        "scopes": ("events.read",),
        "key_hash": "the hash before",
        "key_ending": "old1",
        "created_at": NOW - timedelta(days=90),
        "created_by": None,
    }
    return ApiClient(**told | fields)


def rotate(client: ApiClient, **wanted: Any) -> ApiClient:
    asked = NewKey.model_validate(wanted)
    return rotated(client, asked, key="mk_new9", key_hash="the hash after", now=NOW)


def test_the_key_in_use_becomes_the_former_one() -> None:
    after = rotate(a_client(), overlap_hours=48)

    assert (after.key_hash, after.key_ending) == ("the hash after", "new9")
    assert after.former is not None
    assert after.former.key_hash == "the hash before"
    assert after.former.ends_at == NOW + timedelta(hours=48)


def test_an_overlap_never_outlives_the_key_itself() -> None:
    after = rotate(a_client(expires_at=TOMORROW), overlap_hours=168)

    assert after.former is not None
    assert after.former.ends_at == TOMORROW
    assert after.expires_at == TOMORROW


def test_an_expired_client_comes_back_with_a_new_day() -> None:
    expired = a_client(expires_at=NOW - timedelta(days=2))

    after = rotate(expired, expires_on=date(2027, 6, 1))

    assert after.state(NOW) == "active"
    assert after.former_at(NOW) is None


def test_an_expired_client_without_a_new_day_stays_expired() -> None:
    with pytest.raises(ExpiresTooSoon):
        rotate(a_client(expires_at=NOW - timedelta(days=2)))


def test_nothing_brings_a_revoked_client_back() -> None:
    with pytest.raises(ClientRevokedForGood):
        rotate(a_client(revoked_at=NOW))
