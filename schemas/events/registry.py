"""What the registry tells: structures, centres, advisors, partners, the census."""

from datetime import date
from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import AwareDatetime

from schemas.base import Event, Says
from schemas.people import DataFact, ErasedFact, ErasureFact

TYPE = "fr.transition-numerique.registry"

AdvisorStatus = Literal[
    "listed", "invited", "enrolled", "active", "suspended", "left", "removed"
]


class StructureFact(Event):
    """Each fact carries the structure's whole public state, so that copies converge."""

    topic: ClassVar[str] = "tn.registry.structure"
    example: ClassVar[dict[str, Any]] = {
        "structure_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b10",
        "centre_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11",
        "name": "CMA Hérault",
        "kind": "cma",
        "siret": "95616975900027",
        "postcode": "34000",
        "commune": "34172",
        "department": "34",
        "region": "76",
        "is_reception_point": True,
        "latitude": 43.6,
        "longitude": 3.9,
        "is_removed": False,
    }

    structure_id: UUID
    centre_id: UUID | None
    name: str
    kind: str
    siret: str | None
    postcode: str
    commune: str
    department: str
    region: str
    is_reception_point: bool
    latitude: float | None
    longitude: float | None
    is_removed: bool = False

    @property
    def key(self) -> str:
        return str(self.structure_id)


class StructureCreated(StructureFact):
    type: ClassVar[str] = f"{TYPE}.structure.created.v1"
    says: ClassVar[Says] = Says(
        "Structure créée",
        "Structure created",
        "Une structure entre au registre, par un recensement ou à la main.",
        "A structure enters the registry, through a census or by hand.",
    )


class StructureChanged(StructureFact):
    type: ClassVar[str] = f"{TYPE}.structure.changed.v1"
    says: ClassVar[Says] = Says(
        "Structure modifiée",
        "Structure changed",
        "La fiche publique d’une structure a changé.",
        "The public record of a structure has changed.",
    )


class StructureRemoved(StructureFact):
    type: ClassVar[str] = f"{TYPE}.structure.removed.v1"
    says: ClassVar[Says] = Says(
        "Structure retirée",
        "Structure removed",
        "Une structure quitte le registre, par exemple quand un import est annulé.",
        "A structure leaves the registry, for instance when an import is undone.",
    )


class CentreFact(Event):
    topic: ClassVar[str] = "tn.registry.centre"
    example: ClassVar[dict[str, Any]] = {
        "centre_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11",
        "structure_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b12",
        "name": "Centre de ressources Occitanie",
        "region": "76",
        "is_referent": True,
        "is_active": True,
    }

    centre_id: UUID
    structure_id: UUID
    name: str
    region: str
    is_referent: bool
    is_active: bool

    @property
    def key(self) -> str:
        return str(self.centre_id)


class CentreDesignated(CentreFact):
    type: ClassVar[str] = f"{TYPE}.centre.designated.v1"
    says: ClassVar[Says] = Says(
        "Centre de ressources désigné",
        "Resource centre designated",
        "Une structure devient centre de ressources de sa région.",
        "A structure becomes a resource centre of its region.",
    )


class CentreWithdrawn(CentreFact):
    type: ClassVar[str] = f"{TYPE}.centre.withdrawn.v1"
    says: ClassVar[Says] = Says(
        "Centre de ressources retiré",
        "Resource centre withdrawn",
        "Une structure n’est plus centre de ressources.",
        "A structure is no longer a resource centre.",
    )


class AdvisorFact(Event):
    """Each fact carries the advisor's whole public state, so that copies converge."""

    topic: ClassVar[str] = "tn.registry.advisor"
    example: ClassVar[dict[str, Any]] = {
        "advisor_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b20",
        "person_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b21",
        "centre_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11",
        "structure_ids": ["01936a2b-11d0-7c55-8a3f-2f6a9d0e7b10"],
        "profile": "dedicated",
        "themes": ["facture-electronique", "site-web"],
        "departments": ["34"],
        "regions": ["76"],
        "status": "active",
        "charter_version": 3,
        "certified_from": None,
        "certified_until": None,
    }

    advisor_id: UUID
    person_id: UUID
    centre_id: UUID | None
    structure_ids: tuple[UUID, ...]
    profile: Literal["dedicated", "generalist", "private"]
    themes: tuple[str, ...]
    departments: tuple[str, ...]
    regions: tuple[str, ...]
    status: AdvisorStatus
    charter_version: int | None = None
    certified_from: date | None = None
    certified_until: date | None = None

    @property
    def key(self) -> str:
        return str(self.advisor_id)


class AdvisorListed(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.listed.v1"
    says: ClassVar[Says] = Says(
        "Conseiller recensé",
        "Advisor listed",
        "Un recensement fait connaître un conseiller. Il n’a pas encore de compte.",
        "A census makes an advisor known. There is no account yet.",
    )


class AdvisorChanged(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.changed.v1"
    says: ClassVar[Says] = Says(
        "Conseiller modifié",
        "Advisor changed",
        "Les thèmes, le profil ou les structures d’un conseiller ont changé.",
        "An advisor's themes, profile or structures have changed.",
    )


class AdvisorInvited(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.invited.v1"
    says: ClassVar[Says] = Says(
        "Conseiller invité",
        "Advisor invited",
        "Son centre de ressources lui a envoyé un lien pour ouvrir son compte.",
        "The resource centre has sent a link to open an account.",
    )
    example: ClassVar[dict[str, Any]] = AdvisorFact.example | {
        "status": "invited",
        "charter_version": None,
        "invitation": 1,
    }

    invitation: int = 1


class AdvisorEnrolled(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.enrolled.v1"
    says: ClassVar[Says] = Says(
        "Conseiller inscrit",
        "Advisor enrolled",
        "Le conseiller a ouvert son compte. Il lui reste à signer la charte.",
        "The advisor has opened an account. The charter is still to be signed.",
    )


class AdvisorActivated(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.activated.v1"
    says: ClassVar[Says] = Says(
        "Conseiller actif",
        "Advisor active",
        "La charte est signée : le conseiller est actif et reçoit les webinaires.",
        "The charter is signed: the advisor is active and is told of webinars.",
    )


class CharterSigned(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.charter_signed.v1"
    says: ClassVar[Says] = Says(
        "Charte signée à nouveau",
        "Charter signed again",
        "Un conseiller actif a signé une nouvelle version de la charte.",
        "An active advisor has signed a new version of the charter.",
    )


class AdvisorSuspended(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.suspended.v1"
    says: ClassVar[Says] = Says(
        "Conseiller suspendu",
        "Advisor suspended",
        "Le conseiller n’est plus proposé ni prévenu, jusqu’à sa reprise.",
        "The advisor is neither proposed nor told, until resumed.",
    )


class AdvisorResumed(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.resumed.v1"
    says: ClassVar[Says] = Says(
        "Conseiller de retour",
        "Advisor resumed",
        "Le conseiller suspendu ou parti reprend là où il en était.",
        "An advisor who was suspended or had left goes on from where they were.",
    )


class AdvisorLeft(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.left.v1"
    says: ClassVar[Says] = Says(
        "Conseiller parti",
        "Advisor left",
        "Le conseiller a quitté le réseau.",
        "The advisor has left the network.",
    )


class AdvisorRemoved(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.removed.v1"
    says: ClassVar[Says] = Says(
        "Conseiller retiré du registre",
        "Advisor removed from the registry",
        "L’import qui l’avait créé a été annulé.",
        "The import that created the advisor was undone.",
    )


class CertificationRequested(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.certification_requested.v1"
    says: ClassVar[Says] = Says(
        "Certification demandée",
        "Certification requested",
        "Un dossier est ouvert devant le comité des centres de ressources.",
        "A dossier is open before the resource-centres committee.",
    )


class AdvisorCertified(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.certified.v1"
    says: ClassVar[Says] = Says(
        "Conseiller certifié",
        "Advisor certified",
        "Le comité des centres de ressources a accordé le label, avec ses dates.",
        "The resource-centres committee has granted the label, with its dates.",
    )


class CertificationRefused(AdvisorFact):
    type: ClassVar[str] = f"{TYPE}.advisor.certification_refused.v1"
    says: ClassVar[Says] = Says(
        "Certification refusée",
        "Certification refused",
        "Le comité des centres de ressources n’a pas accordé le label.",
        "The resource-centres committee has not granted the label.",
    )


class PartnerFact(Event):
    topic: ClassVar[str] = "tn.registry.partner"
    example: ClassVar[dict[str, Any]] = {
        "organisation_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b30",
        "name": "Facture et Compagnie",
        "is_member": True,
        "paid_until": "2026-12-31",
    }

    organisation_id: UUID
    name: str
    is_member: bool
    paid_until: date | None

    @property
    def key(self) -> str:
        return str(self.organisation_id)


class PartnerJoined(PartnerFact):
    type: ClassVar[str] = f"{TYPE}.partner.joined.v1"
    says: ClassVar[Says] = Says(
        "Partenaire entré",
        "Partner joined",
        "Une organisation rejoint l’association des partenaires privés.",
        "An organisation joins the association of private partners.",
    )


class PartnerStandingChanged(PartnerFact):
    type: ClassVar[str] = f"{TYPE}.partner.standing_changed.v1"
    says: ClassVar[Says] = Says(
        "Situation d’un partenaire changée",
        "Partner's standing changed",
        "Adhésion ou cotisation d’un partenaire ont changé.",
        "A partner's membership or fee has changed.",
    )


class CensusFact(Event):
    topic: ClassVar[str] = "tn.registry.census"
    example: ClassVar[dict[str, Any]] = {
        "batch_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b40",
        "centre_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b11",
        "lines": 88,
        "structures_created": 44,
        "advisors_created": 69,
        "updated": 1,
        "lines_in_error": 16,
        "kept": 0,
    }

    batch_id: UUID
    centre_id: UUID | None
    lines: int
    structures_created: int
    advisors_created: int
    updated: int
    lines_in_error: int
    kept: int = 0

    @property
    def key(self) -> str:
        return str(self.batch_id)


class CensusAnalysed(CensusFact):
    type: ClassVar[str] = f"{TYPE}.census.analysed.v1"
    says: ClassVar[Says] = Says(
        "Recensement analysé",
        "Census analysed",
        "Un fichier a été lu ligne par ligne. Rien n’est encore écrit.",
        "A file was read line by line. Nothing is written yet.",
    )


class CensusApplied(CensusFact):
    type: ClassVar[str] = f"{TYPE}.census.applied.v1"
    says: ClassVar[Says] = Says(
        "Recensement appliqué",
        "Census applied",
        "Les lignes valides d’un recensement sont au registre, en un lot annulable.",
        "The valid lines of a census are in the registry, as a batch one can undo.",
    )


class CensusUndone(CensusFact):
    type: ClassVar[str] = f"{TYPE}.census.undone.v1"
    says: ClassVar[Says] = Says(
        "Recensement annulé",
        "Census undone",
        "Un lot a été retiré. Ce qui avait changé depuis est gardé.",
        "A batch was taken out. What had changed since is kept.",
    )


class CensusClosed(CensusFact):
    type: ClassVar[str] = f"{TYPE}.census.closed.v1"
    says: ClassVar[Says] = Says(
        "Recensement clos sans suite",
        "Census closed unapplied",
        "Un aperçu a été abandonné ou a expiré : rien n’en a été écrit.",
        "A preview was given up or has expired: nothing of it was written.",
    )


class AccountFact(Event):
    topic: ClassVar[str] = "tn.registry.account"
    example: ClassVar[dict[str, Any]] = {
        "account_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b50",
        "person_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b21",
        "language": "fr",
        "is_active": True,
    }

    account_id: UUID
    person_id: UUID
    language: Literal["fr", "en"]
    is_active: bool

    @property
    def key(self) -> str:
        return str(self.account_id)


class AccountOpened(AccountFact):
    type: ClassVar[str] = f"{TYPE}.account.opened.v1"
    says: ClassVar[Says] = Says(
        "Compte ouvert",
        "Account opened",
        "Une personne peut se connecter.",
        "A person can sign in.",
    )


class AccountLanguageChanged(AccountFact):
    type: ClassVar[str] = f"{TYPE}.account.language_changed.v1"
    says: ClassVar[Says] = Says(
        "Langue d’un compte changée",
        "Account's language changed",
        "La personne lira pages et messages dans une autre langue.",
        "The person will read pages and messages in another language.",
    )


class AccountLinkAsked(AccountFact):
    """A link is to be mailed: it dies when the way in changes again."""

    example: ClassVar[dict[str, Any]] = AccountFact.example | {"credential_number": 2}

    credential_number: int


class AccountInvited(AccountLinkAsked):
    type: ClassVar[str] = f"{TYPE}.account.invited.v1"
    says: ClassVar[Says] = Says(
        "Titulaire d’un compte invité",
        "Account holder invited",
        "Un lien est à envoyer, pour choisir un premier mot de passe.",
        "A link is to be sent, to choose a first password.",
    )


class PasswordLinkAsked(AccountLinkAsked):
    type: ClassVar[str] = f"{TYPE}.account.password_link_asked.v1"
    says: ClassVar[Says] = Says(
        "Mot de passe oublié",
        "Password forgotten",
        "Un lien est à envoyer, pour choisir un nouveau mot de passe.",
        "A link is to be sent, to choose a new password.",
    )


class AccountDormancyWarned(AccountFact):
    type: ClassVar[str] = f"{TYPE}.account.dormancy_warned.v1"
    example: ClassVar[dict[str, Any]] = AccountFact.example | {
        "closes_on": "2026-12-31"
    }
    says: ClassVar[Says] = Says(
        "Compte dormant signalé",
        "Dormant account warned of",
        "Personne ne s’y est connecté depuis longtemps : il sera fermé à cette date.",
        "Nobody has signed in to it for long: it will be closed on that day.",
    )

    closes_on: date


class AccountDormancyLifted(AccountFact):
    type: ClassVar[str] = f"{TYPE}.account.dormancy_lifted.v1"
    says: ClassVar[Says] = Says(
        "Compte dormant réveillé",
        "Dormant account woken",
        "Son titulaire s’y est connecté après l’avertissement : il ne sera pas fermé.",
        "Its holder signed in after the warning: it will not be closed.",
    )


class AccountClosed(AccountFact):
    type: ClassVar[str] = f"{TYPE}.account.closed.v1"
    example: ClassVar[dict[str, Any]] = AccountFact.example | {"is_active": False}
    says: ClassVar[Says] = Says(
        "Compte fermé",
        "Account closed",
        "Plus personne ne peut s’y connecter ; ses sessions sont closes.",
        "Nobody can sign in to it any more; its sessions have ended.",
    )


class AccountReopened(AccountFact):
    type: ClassVar[str] = f"{TYPE}.account.reopened.v1"
    says: ClassVar[Says] = Says(
        "Compte rouvert",
        "Account reopened",
        "La personne peut de nouveau se connecter.",
        "The person can sign in again.",
    )


class SecondFactorTakenAway(AccountFact):
    """Why stands in the registry, where the person reads it."""

    type: ClassVar[str] = f"{TYPE}.account.second_factor_taken_away.v1"
    says: ClassVar[Says] = Says(
        "Second facteur perdu retiré",
        "Lost second factor taken away",
        "L’administration l’a retiré : le mot de passe suffit, les sessions sont "
        "closes.",
        "The administration took it away: the password is enough, sessions have ended.",
    )


class IdentityFact(AccountFact):
    """`provider` is named as people know it; who one is there is not told."""

    example: ClassVar[dict[str, Any]] = AccountFact.example | {"provider": "ProConnect"}

    provider: str


class IdentityLinked(IdentityFact):
    type: ClassVar[str] = f"{TYPE}.account.identity_linked.v1"
    says: ClassVar[Says] = Says(
        "Identité d’un fournisseur reliée",
        "Provider's identity linked",
        "Une identité tenue ailleurs ouvre désormais ce compte.",
        "An identity held elsewhere opens this account from now on.",
    )


class IdentityUnlinked(IdentityFact):
    type: ClassVar[str] = f"{TYPE}.account.identity_unlinked.v1"
    says: ClassVar[Says] = Says(
        "Identité d’un fournisseur déliée",
        "Provider's identity unlinked",
        "La personne ou l’administration a défait le lien.",
        "The person or the administration has undone the link.",
    )


class PersonErased(ErasedFact):
    topic: ClassVar[str] = "tn.registry.person"
    type: ClassVar[str] = f"{TYPE}.person.erased.v1"
    says: ClassVar[Says] = Says(
        "Personne effacée",
        "Person erased",
        "Carte, compte et sessions sont effacés. Chaque service efface ce qu’il garde "
        "de cette personne, et le confirme.",
        "Card, account and sessions are erased. Each service erases what it keeps of "
        "this person, and confirms it.",
    )
    example: ClassVar[dict[str, Any]] = {
        "person_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b21",
    }

    @property
    def key(self) -> str:
        return str(self.person_id)


class ErasurePlanned(Event):
    topic: ClassVar[str] = "tn.registry.person"
    type: ClassVar[str] = f"{TYPE}.person.erasure_planned.v1"
    says: ClassVar[Says] = Says(
        "Effacement prévu",
        "Erasure planned",
        "Une personne sera effacée à ce moment, à sa demande ou par la règle de "
        "conservation. Elle en est prévenue, et peut encore rester.",
        "A person will be erased at that moment, at their request or by the rule of "
        "retention. They are told so, and may still stay.",
    )
    example: ClassVar[dict[str, Any]] = {
        "person_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b21",
        "due_at": "2026-12-29T02:00:00Z",
        "origin": "retention",
    }

    person_id: UUID
    due_at: AwareDatetime
    origin: Literal["self", "retention"]

    @property
    def key(self) -> str:
        return str(self.person_id)


class DataRequested(DataFact):
    topic: ClassVar[str] = "tn.registry.data_request"
    type: ClassVar[str] = f"{TYPE}.data_request.opened.v1"
    says: ClassVar[Says] = Says(
        "Copie de données demandée",
        "Copy of data requested",
        "Une personne demande tout ce qui est gardé d’elle : chaque service en "
        "rassemble sa part.",
        "A person asks for all that is kept of them: each service gathers its part.",
    )
    example: ClassVar[dict[str, Any]] = {
        "request_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b60",
        "person_id": "01936a2b-11d0-7c55-8a3f-2f6a9d0e7b21",
    }

    @property
    def key(self) -> str:
        return str(self.request_id)


class EmailChangeAsked(AccountLinkAsked):
    type: ClassVar[str] = f"{TYPE}.account.email_change_asked.v1"
    says: ClassVar[Says] = Says(
        "Changement d’adresse demandé",
        "Change of address asked for",
        "Un lien est à envoyer à la nouvelle adresse, et un avis à l’ancienne.",
        "A link is to be sent to the new address, and a notice to the old one.",
    )
    example: ClassVar[dict[str, Any]] = AccountLinkAsked.example | {"email_number": 1}

    email_number: int


class EmailChanged(AccountFact):
    type: ClassVar[str] = f"{TYPE}.account.email_changed.v1"
    says: ClassVar[Says] = Says(
        "Adresse d’un compte changée",
        "Account's address changed",
        "La nouvelle adresse est confirmée. Aucune des deux n’est dite ici.",
        "The new address is confirmed. Neither of the two is told here.",
    )


class RegistryErasure(ErasureFact):
    topic: ClassVar[str] = "tn.registry.erasure"
    type: ClassVar[str] = f"{TYPE}.registry_erasure.confirmed.v1"


EVENTS: tuple[type[Event], ...] = (
    StructureCreated,
    StructureChanged,
    StructureRemoved,
    CentreDesignated,
    CentreWithdrawn,
    AdvisorListed,
    AdvisorChanged,
    AdvisorInvited,
    AdvisorEnrolled,
    AdvisorActivated,
    CharterSigned,
    AdvisorSuspended,
    AdvisorResumed,
    AdvisorLeft,
    AdvisorRemoved,
    CertificationRequested,
    AdvisorCertified,
    CertificationRefused,
    PartnerJoined,
    PartnerStandingChanged,
    CensusAnalysed,
    CensusApplied,
    CensusUndone,
    CensusClosed,
    AccountOpened,
    AccountLanguageChanged,
    AccountInvited,
    PasswordLinkAsked,
    AccountDormancyWarned,
    AccountClosed,
    AccountReopened,
    PersonErased,
    ErasurePlanned,
    DataRequested,
    RegistryErasure,
    EmailChangeAsked,
    EmailChanged,
    SecondFactorTakenAway,
    IdentityLinked,
    IdentityUnlinked,
    AccountDormancyLifted,
)
