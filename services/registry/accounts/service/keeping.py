"""Opening accounts, and what people change in their own."""

from typing import Final

from pydantic import SecretStr

from kit.clock import Clock
from kit.identity.callers import Caller, Grant
from kit.identity.cards import Card, Cards
from kit.identity.passwords import Passwords
from kit.identity.sessions import Sessions
from kit.ids import new_id
from kit.mongo import Mongo, Transaction
from kit.texts import Language
from schemas.access import Role
from schemas.base import Event
from services.registry.accounts import facts
from services.registry.accounts.errors import (
    AccountNotFound,
    EmailTaken,
    WrongPassword,
)
from services.registry.accounts.models import (
    Account,
    Held,
    NewPerson,
    OwnAccount,
    PasswordChange,
    Refused,
)
from services.registry.accounts.repository import AccountRepository
from services.registry.accounts.rules import grant_of, of_known, with_password

from .guarding import Guard
from .places import Places

ADMINISTRATOR: Final = Grant(Role.NATIONAL_ADMIN)


class AccountService:
    def __init__(
        self,
        *,
        mongo: Mongo,
        accounts: AccountRepository,
        cards: Cards,
        sessions: Sessions,
        passwords: Passwords,
        guard: Guard,
        places: Places,
        clock: Clock,
    ) -> None:
        self._mongo = mongo
        self._accounts = accounts
        self._cards = cards
        self._sessions = sessions
        self._passwords = passwords
        self._guard = guard
        self._places = places
        self._clock = clock

    async def open(self, person: NewPerson) -> Account:
        """Let someone in: a card, unless the address has one, and an account.

        Who is given no password is sent a link by which to choose one.

        Raises:
            EmailTaken: the address has an account.
            HolderMissing, RegionMissing, ReachNotWanted, TermBackwards: the role and
                what it shall reach do not fit.
        """
        grant = grant_of(person)
        person_id = new_id()
        known = (await self._cards.with_emails([person.email])).get(person.email)
        card = known or Card(
            id=person_id,
            first_name=person.first_name,
            last_name=person.last_name,
            email=person.email,
            phone=person.phone,
            language=person.language,
        )
        account = Account(
            person_id=card.id,
            email=person.email,
            password_hash=await self._hash(person.password),
            language=person.language,
            grants=(grant,),
        )
        try:
            return await self._add(account, card=None if known else card)
        except EmailTaken as error:
            raise EmailTaken(person_id=card.id) from error

    async def open_first(self, email: str, password: SecretStr) -> Account | None:
        """Open the first administrator's account, unless there is an administrator."""
        if await self._accounts.has_role(ADMINISTRATOR.role):
            return None
        card = Card(id=new_id(), last_name=email.partition("@")[0], email=email)
        account = Account(
            person_id=card.id,
            email=email,
            password_hash=await self._hash(password),
            grants=(ADMINISTRATOR,),
        )
        return await self._add(account, card=card)

    async def get_own(self, caller: Caller) -> OwnAccount:
        account = await self._accounts.get_of_person(caller.person)
        card = await self._cards.find(account.person_id)
        if card is None:
            raise AccountNotFound
        places = await self._places.of(account.grants)
        held = tuple(
            Held.of(one, place=place)
            for one, place in zip(account.grants, places, strict=True)
        )
        return OwnAccount(account=account, card=card, held=held)

    async def change_language(
        self, caller: Caller, language: Language, *, version: int | None = None
    ) -> OwnAccount:
        """Speak another language to this person, in pages and in e-mails.

        Raises:
            StaleVersion: the account changed since `version`, when it is given.
        """
        own = await self.get_own(caller)
        before = own.account
        read = before.model_copy(
            update={"version": before.version if version is None else version}
        )
        after = before.model_copy(update={"language": language})
        card = own.card.model_copy(update={"language": language})

        async def do(tx: Transaction) -> None:
            told = facts.language_changed(after)
            await self._accounts.change(read, after, told, at=self._clock(), tx=tx)
            await self._cards.change(card, tx=tx)

        await self._mongo.transaction(do)
        await self._sessions.change_language(before.id, language)
        return await self.get_own(caller)

    async def change_password(
        self, caller: Caller, asked: PasswordChange
    ) -> Account | Refused:
        """Change it, if the current one is right; the person's other sessions end.

        Raises:
            TooManyTries: who holds the session has guessed for long enough.
        """
        before = await self._accounts.get_of_person(caller.person)
        if not await self.is_password(before, asked.current):
            return Refused()
        hashed = await self._passwords.hash(asked.new.get_secret_value())
        after = with_password(before, hashed)
        changed = await self._accounts.change(before, after, at=self._clock())
        await self._sessions.close_all(before.id, but=caller.session_id)
        return changed

    async def change_password_or_fail(
        self, caller: Caller, asked: PasswordChange
    ) -> Account:
        """Change it, for machines.

        Raises:
            WrongPassword: the current one is not the one given.
        """
        match await self.change_password(caller, asked):
            case Account() as changed:
                return changed
            case Refused():
                raise WrongPassword

    async def is_password(self, account: Account, given: SecretStr) -> bool:
        """Tell whether this is the password; who holds a session may guess too.

        Raises:
            TooManyTries: for long enough.
        """
        budgets = of_known(account.id, None)
        await self._guard.spend(budgets)
        is_right = await self._passwords.verify(
            given.get_secret_value(), account.password_hash
        )
        if is_right:
            await self._guard.give_back(budgets)
        return is_right

    async def _add(self, account: Account, *, card: Card | None) -> Account:
        async def do(tx: Transaction) -> Account:
            if card is not None:
                await self._cards.add(card, tx=tx)
            told: list[Event] = [facts.opened(account)]
            if account.password_hash is None:
                told.append(facts.invited(account))
            return await self._accounts.add(account, *told, at=self._clock(), tx=tx)

        return await self._mongo.transaction(do)

    async def _hash(self, password: SecretStr | None) -> str | None:
        if password is None:
            return None
        return await self._passwords.hash(password.get_secret_value())
