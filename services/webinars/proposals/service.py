"""What can be done with a proposal: make it, and learn what was decided."""

from uuid import UUID

from kit.clock import Clock
from kit.ids import new_id
from kit.mongo import Mongo, Transaction
from kit.scope import Everything
from kit.texts import Catalogues
from kit.texts.dates import PARIS
from services.webinars.partners.repository import PartnerRepository

from . import facts, rules
from .models import Proposal, Verdict, Webinar
from .repository import DossierRepository, WebinarRepository

DECIDED = Everything("the committees decide on every organisation's proposals")


class ProposalService:
    def __init__(
        self,
        *,
        webinars: WebinarRepository,
        dossiers: DossierRepository,
        partners: PartnerRepository,
        mongo: Mongo,
        catalogues: Catalogues,
        clock: Clock,
    ) -> None:
        self._webinars = webinars
        self._dossiers = dossiers
        self._partners = partners
        self._mongo = mongo
        self._catalogues = catalogues
        self._clock = clock

    async def propose(
        self, proposal: Proposal, *, by: UUID, holder_id: UUID | None
    ) -> Webinar:
        """Add the webinar and open its dossier: both, or neither."""
        partner = None if holder_id is None else await self._partners.find(holder_id)
        organisation_id = rules.proposer(holder_id, partner)
        webinar_id, dossier_id, now = new_id(), new_id(), self._clock()

        async def do(tx: Transaction) -> Webinar:
            added = await self._webinars.find_added(webinar_id, tx=tx)
            if added is not None:
                return added
            year = now.astimezone(PARIS).year
            webinar = rules.propose(
                proposal,
                webinar_id=webinar_id,
                dossier_id=dossier_id,
                organisation_id=organisation_id,
                by=by,
                at=now,
                dossier_number=await self._dossiers.next_number(year, tx=tx),
            )
            proposed = await self._webinars.add(
                webinar, facts.webinar_proposed(webinar), at=now, tx=tx
            )
            dossier = facts.dossier(webinar, partner, self._catalogues)
            opened = facts.dossier_opened(dossier)
            await self._dossiers.add(dossier, opened, at=now, tx=tx)
            return proposed

        return await self._mongo.transaction(do)

    async def validate(self, webinar_id: UUID, verdict: Verdict) -> None:
        webinar = await self._webinars.get(webinar_id, scope=DECIDED)
        validated = rules.validate(webinar, verdict)
        if validated is None:
            return
        fact = facts.webinar_validated(validated)
        await self._webinars.change(webinar, validated, fact, at=self._clock())

    async def reject(self, webinar_id: UUID, verdict: Verdict) -> None:
        webinar = await self._webinars.get(webinar_id, scope=DECIDED)
        rejected = rules.reject(webinar, verdict)
        if rejected is None:
            return
        fact = facts.webinar_rejected(rejected)
        await self._webinars.change(webinar, rejected, fact, at=self._clock())
