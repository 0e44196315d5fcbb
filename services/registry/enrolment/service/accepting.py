"""Answering an invitation: the account and the enrolment in one transaction."""

from uuid import UUID

from pydantic import SecretStr

from kit.clock import Clock
from kit.identity.cards import Cards
from kit.identity.passwords import Passwords
from kit.identity.sessions import Sessions
from kit.identity.tokens import LinkInvalid, Links
from kit.mongo import Mongo, Transaction
from kit.scope import Everything
from services.registry.accounts import facts as account_facts
from services.registry.accounts.models import Account
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.rules import reopened, with_grant
from services.registry.advisors import facts
from services.registry.advisors.models import Advisor
from services.registry.advisors.repository import AdvisorRepository
from services.registry.enrolment import rules
from services.registry.enrolment.errors import PasswordMissing
from services.registry.enrolment.models import (
    Acceptance,
    AcceptanceByToken,
    EnrolledView,
    Invitation,
)

BY_LINK = Everything("the signed link names the advisor")


class AcceptanceService:
    def __init__(
        self,
        *,
        mongo: Mongo,
        advisors: AdvisorRepository,
        accounts: AccountRepository,
        cards: Cards,
        sessions: Sessions,
        passwords: Passwords,
        links: Links,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._advisors = advisors
        self._accounts = accounts
        self._cards = cards
        self._sessions = sessions
        self._passwords = passwords
        self._links = links
        self._clock = clock

    async def open_link(self, token: str) -> Invitation:
        """Return what the link invites to; reading it changes nothing.

        Raises:
            LinkInvalid, LinkExpired: the link itself.
            AdvisorNotFound: the record was removed.
            NotEnrollable, InvitationReplaced: it was answered, or sent again.
        """
        told = self._links.read(rules.PURPOSE, token, valid_for=rules.LINK_VALID_FOR)
        advisor_id, number = _facts(told)
        advisor = await self._advisors.get(advisor_id, scope=BY_LINK)
        rules.check_link(advisor, number)
        card = await self._cards.find(advisor.person_id)
        if card is None:
            raise LinkInvalid
        account = await self._accounts.find_of_person(advisor.person_id)
        return Invitation(advisor=advisor, card=card, account=account)

    async def enrol(self, token: str, given: Acceptance) -> Account:
        """Open the account, unless the person has one, and enrol the advisor.

        Raises:
            PasswordMissing: a new account needs one.
            EmailTaken: somebody else's account has the address.
        """
        invitation = await self.open_link(token)
        account = invitation.account or await self._new_account(invitation, given)
        card = invitation.card.model_copy(update={"language": given.language})
        now = self._clock()
        enrolled = rules.enrol(invitation.advisor, at=now)

        async def do(tx: Transaction) -> Account:
            await self._advisors.change(
                invitation.advisor, enrolled, facts.enrolled(enrolled), at=now, tx=tx
            )
            if invitation.account is not None:
                return await self._add_role(invitation.account, enrolled, tx=tx)
            await self._cards.change(card, tx=tx)
            told = account_facts.opened(account)
            return await self._accounts.add(account, told, at=now, tx=tx)

        return await self._mongo.transaction(do)

    async def enrol_by_token(self, given: AcceptanceByToken) -> EnrolledView:
        """Enrol, for machines; raises as `enrol`."""
        account = await self.enrol(given.token, given)
        advisor = await self._advisors.get_of_person(account.person_id)
        return EnrolledView(
            advisor_id=advisor.id,
            person_id=account.person_id,
            account_id=account.id,
        )

    async def _new_account(self, invitation: Invitation, given: Acceptance) -> Account:
        if given.password is None:
            raise PasswordMissing
        return Account(
            person_id=invitation.card.id,
            email=invitation.card.email,
            password_hash=await self._hash(given.password),
            language=given.language,
            grants=(rules.grant_of(invitation.advisor),),
        )

    async def _add_role(
        self, account: Account, advisor: Advisor, *, tx: Transaction
    ) -> Account:
        """Add it; an account that was closed is open again."""
        after = reopened(with_grant(account, rules.grant_of(advisor)))
        told = () if account.is_active else (account_facts.reopened(after),)
        await self._sessions.change_grants(account.id, after.grants, tx=tx)
        return await self._accounts.change(
            account, after, *told, at=self._clock(), tx=tx
        )

    async def _hash(self, password: SecretStr) -> str:
        return await self._passwords.hash(password.get_secret_value())


def _facts(told: dict[str, object]) -> tuple[UUID, int]:
    """Read what the link says; a link of another kind is none of ours."""
    try:
        return UUID(str(told["advisor"])), int(str(told["n"]))
    except (KeyError, ValueError) as error:
        raise LinkInvalid from error
