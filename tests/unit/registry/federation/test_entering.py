"""Who is asked for a code of ours after a provider has vouched for them (SEC-03)."""

from datetime import UTC, datetime
from typing import Any, cast

import pytest

from kit.identity.tokens import Links
from kit.ids import new_id
from services.registry.accounts.models import Account, SignedIn
from services.registry.federation.models import Identity
from services.registry.federation.service import FederationService


class Doorman:
    """Stands for signing in: notes whether two factors were said to be shown."""

    def __init__(self) -> None:
        self.told: list[bool] = []

    async def let_in(self, _: Account, *, is_strong: bool = False) -> SignedIn:
        self.told.append(is_strong)
        return SignedIn(token="ms_token", device="device")  # noqa: S106 - opens nothing


class Drawer:
    async def keep(self, *_: Any, **__: Any) -> None:
        return


@pytest.mark.parametrize(
    ("acr", "is_strong"), [("eidas2", True), ("eidas1", False), (None, False)]
)
async def test_two_factors_at_the_provider_are_not_asked_for_again(
    acr: str | None, *, is_strong: bool
) -> None:
    doorman = Doorman()
    federation = FederationService(
        provider=cast("Any", None),
        accounts=cast("Any", None),
        sign_ins=cast("Any", doorman),
        linking=cast("Any", None),
        answered=cast("Any", None),
        kept=cast("Any", Drawer()),
        links=Links("s" * 32),
        levels=frozenset({"eidas2", "eidas3"}),
        clock=lambda: datetime(2026, 11, 29, tzinfo=UTC),
    )
    account = Account(person_id=new_id(), email="claire.vidal@exemple.fr")
    identity = Identity(
        issuer="https://provider.example",
        subject="agent-0001",
        email=account.email,
        is_verified=True,
        acr=acr,
        id_token="",
    )

    await federation._enter(account, identity)

    assert doorman.told == [is_strong]
