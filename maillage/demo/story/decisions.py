"""Step 4: named and secret votes, a rejection, a conflict of interest, a label."""

from typing import Any, NamedTuple

from kit.texts import N_
from maillage.demo.cast import COMMITTEES
from maillage.demo.people import let_in
from maillage.demo.stage import Stage, eventually
from maillage.demo.visitor import Refused, Visitor

from .certification import request_certification

Dossier = dict[str, Any]
CONFLICT = 409


class Ballot(NamedTuple):
    choice: str
    reason: str | None = None


class Turn(NamedTuple):
    """One committee's turn on a dossier; who is not named votes yes."""

    dossier: str
    committee: str
    mode: str = "named"
    ballots: dict[str, Ballot] = {}  # noqa: RUF012 - nobody changes it
    is_closed: bool = True


TOO_COMMERCIAL = Ballot(
    "no", "Présenter aussi d’autres solutions, et retirer l’offre de lancement."
)
TURNS = (
    Turn("invoice", "private_partners"),
    Turn("hosting", "private_partners"),
    Turn("shop", "private_partners", ballots={"cap": Ballot("abstain")}),
    Turn("phishing", "private_partners"),
    Turn("invoice", "pedagogical", "secret", {"cap": Ballot("abstain")}),
    Turn("hosting", "pedagogical"),
    Turn(
        "shop",
        "pedagogical",
        ballots={
            "centre-2": TOO_COMMERCIAL,
            "centre-4": TOO_COMMERCIAL,
            "centre-5": Ballot("no", "C’est une démonstration de produit."),
            "nuage": Ballot("abstain"),
        },
    ),
    Turn("certification", "resource_centres"),
    # Left open, so that somebody finds a vote that waits for them.
    Turn("phishing", "pedagogical", ballots={}, is_closed=False),
)


async def decisions(stage: Stage) -> None:
    dossier = await request_certification(stage)
    if dossier is not None:
        stage.known["dossiers"]["certification"] = dossier
    decided = 0
    for turn in TURNS:
        if turn.dossier in stage.known["dossiers"]:
            decided += await _take(stage, turn)
    if decided:
        await stage.told("governance.vote.closed.v1", count=decided)


async def _take(stage: Stage, turn: Turn) -> bool:
    """Vote and decide, unless that was done before."""
    secretary = await _secretary(stage, turn.committee)
    number = stage.known["dossiers"][turn.dossier]["number"]
    vote = await eventually(lambda: _vote(secretary, number, turn))
    if vote["state"] == "closed":
        return False
    _tell_set_aside(stage, vote, number)
    if not turn.is_closed:
        stage.tell.say(N_("Dossier {number} : le vote reste ouvert."), number=number)
        return False
    for person in COMMITTEES[turn.committee]:
        await _cast(stage, vote, person.person, turn)
    closed = await secretary.post(f"/votes/{vote['id']}/closing", key=f"{vote['id']}")
    stage.tell.say(
        N_("Dossier {number} : {explanation}"),
        number=number,
        explanation=closed[f"explanation_{stage.tell.language}"],
    )
    return True


async def _vote(secretary: Visitor, number: str, turn: Turn) -> Any:
    """Find the committee's vote on the dossier, or open it when its turn has come."""
    votes = (await secretary.get(f"/dossiers/{number}/votes"))["items"]
    known = next((one for one in votes if one["committee"] == turn.committee), None)
    if known is not None:
        return known
    dossier = await secretary.get(f"/dossiers/{number}")
    if dossier["committee"] != turn.committee:
        return None
    key = f"open-{number}-{turn.committee}"
    body = {"mode": turn.mode}
    return await secretary.post(f"/dossiers/{number}/votes", body, key=key)


def _tell_set_aside(stage: Stage, vote: dict[str, Any], number: str) -> None:
    for elector in vote["electors"]:
        if elector["is_set_aside"]:
            stage.tell.say(
                N_("Dossier {number} : {name} ne vote pas, c’est son organisation."),
                number=number,
                name=elector["name"],
            )


async def _cast(stage: Stage, vote: dict[str, Any], key: str, turn: Turn) -> None:
    person_id = str(await let_in(stage, key))
    elector = next((e for e in vote["electors"] if e["person_id"] == person_id), None)
    if elector is None or elector["is_set_aside"] or elector["has_voted"]:
        return
    ballot = turn.ballots.get(key, Ballot("yes"))
    member = await stage.someone(key)
    try:
        await member.put(f"/votes/{vote['id']}/ballot", ballot._asdict())
    except Refused as refused:
        if refused.status != CONFLICT:
            raise


async def _secretary(stage: Stage, committee: str) -> Visitor:
    seat = next(one for one in COMMITTEES[committee] if one.role == "secretary")
    return await stage.someone(seat.person)
