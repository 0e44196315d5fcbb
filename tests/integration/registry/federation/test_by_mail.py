"""SEC-03: who is linked to a provider, or no longer, is mailed in their language."""

import pytest

from maillage.embedded import Servers
from tests.integration.registry.federation.conftest import Visitor
from tests.support.accounts import EMAIL, open_account
from tests.support.identity import Provider
from tests.support.posted import posted


@pytest.mark.parametrize(
    ("language", "linked", "unlinked"),
    [
        (
            "fr",
            "Votre compte est relié à ProConnect",
            "Votre compte n’est plus relié à ProConnect",
        ),
        (
            "en",
            "Your account is linked to ProConnect",
            "Your account is no longer linked to ProConnect",
        ),
    ],
)
async def test_two_letters_tell_of_the_link_and_of_its_end(
    servers: Servers,
    namespace: str,
    provider: Provider,
    language: str,
    linked: str,
    unlinked: str,
) -> None:
    async with posted(servers, namespace, oidc=provider.settings()) as at_work:
        await open_account(at_work.it, language=language)
        visitor = Visitor(at_work.it, provider)
        own = visitor.holding(await visitor.sign_in())
        first = await at_work.letter(linked, to=EMAIL)

        await own.post("/connexion/federee/lien/retrait")

        second = await at_work.letter(unlinked, to=EMAIL)
        assert "/connexion/federee/lien" in first
        assert "/mot-de-passe" in first
        assert "/mot-de-passe" in second
