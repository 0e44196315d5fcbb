"""Who tries, and which of the planted words each may meet."""

from collections.abc import Mapping
from dataclasses import dataclass

from kit.identity.callers import Grant
from schemas.access import Role
from tests.support.harness import Client, Installation

from .ground import Holder, Site, Tenancy, holder
from .marks import EVERY, OURS, THEIRS, of
from .routes import Address

# Who reads the feed reads that of the whole network: ids, figures and public facts.
FEED = "/api/v1/events"


@dataclass(frozen=True)
class Actor:
    """`may_read` are the words this one has a right to.

    `sees` are names of ids that are the reader's right, though another tenant's;
    under the addresses of `sees_all_at` every id is. Words are of nobody's right there.
    """

    name: str
    may_read: frozenset[str]
    holder: Holder | None = None
    key: str = ""
    sees: frozenset[str] = frozenset()
    sees_all_at: tuple[str, ...] = ()
    only_reads: bool = False
    is_theirs: bool = False

    @property
    def forbidden(self) -> frozenset[str]:
        return EVERY - self.may_read

    def secret(self, ids: Mapping[str, str], *, at: Address) -> dict[str, str]:
        """Return those of another tenant's ids that an answer must not hold."""
        if at.path.startswith(self.sees_all_at):
            return {}
        return {name: one for name, one in ids.items() if name not in self.sees}

    async def enters(self, it: Installation) -> Client:
        if self.holder is not None:
            return await self.holder.enters(it)
        bearer = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return Client(it.client.http, it.platform, bearer)

    def tries(self, address: Address) -> bool:
        return address.is_read or not self.only_reads


def actors(site: Site, ours: Tenancy, theirs: Tenancy) -> list[Actor]:
    """Return nobody, each role of our tenant, and those of theirs that see less."""
    gens, part = of(OURS, "gens"), of(OURS, "part", "vote")
    now = site.it.platform.clock()
    centre = theirs.people["manager"].grants[0]
    ended = Grant(centre.role, centre.holder_id, ends_at=now)
    mine = ours.people
    return [
        Actor("nobody", frozenset()),
        Actor("manager", gens, mine["manager"]),
        Actor("manager of one structure", gens, mine["structure"]),
        Actor("regional referent", gens, mine["referent"]),
        Actor("advisor", gens | of(OURS, "own"), mine["advisor"]),
        Actor("partner", part, mine["partner"]),
        Actor(
            "committee member",
            of(OURS, "part", "vote") | of(THEIRS, "part", "vote"),
            mine["member"],
            sees=frozenset({"webinar_id", "reference", "vote_id"}),
        ),
        Actor("machine", of(OURS, "hub"), key=ours.key, sees_all_at=(FEED,)),
        Actor(
            "operator",
            of(OURS, "hub") | of(THEIRS, "hub"),
            holder(Grant(Role.OPERATOR)),
            sees=frozenset({"client_id", "webhook_id", "delivery_id"})
            | {"dead_letter_id", "letter_id"},
            sees_all_at=(FEED, "/journal"),
            only_reads=True,
        ),
        Actor("whose term has ended", frozenset(), holder(ended)),
        Actor("a role without what it reaches", frozenset(), _boundless()),
        Actor(
            "advisor of the other tenant",
            of(THEIRS, "gens", "own"),
            theirs.people["advisor"],
            sees=frozenset({"person_id", "registration_id", "structure_id"})
            | {"notification_id", "entry_id"},
            only_reads=True,
            is_theirs=True,
        ),
    ]


def _boundless() -> Holder:
    """Hold every bound role for nothing: it must not reach everything by that."""
    return holder(
        *(
            Grant(role)
            for role in (Role.CENTRE_MANAGER, Role.REGIONAL_REFERENT, Role.PARTNER)
        )
    )
