"""Versions, keys and states: what was right a moment ago, or for somebody else."""

from collections.abc import Mapping
from typing import Any

import pytest

from kit.ids import new_id

from . import answers
from .asking import ask
from .conftest import Watched
from .operations import MULTIPART, Operation, operations
from .samples import SAMPLES
from .world import World

pytestmark = pytest.mark.asyncio(loop_scope="package")

VERSIONED = [one for one in operations() if one.has_version]
POSTS = [one for one in operations() if one.method == "POST"]
ODD_ETAGS = ("", '""', "x", "v", '"v-1"', '"v1e3"', '"v²"', "*", '"v' + "9" * 400 + '"')
# Whoever has no account can ask for these; the address or the token says the rest.
PUBLIC = {
    "open_session",
    "accept_invitation",
    "close_session",
    "list_centres",
    "list_places",
    "list_reception_points",
    "list_held_webinars",
    "list_rooms",
    "read_events",
    "list_themes",
    "list_webinars",
    "get_webinar",
    "get_charter",
    "list_event_types",
    "get_event_type",
    "confirm_change",
    "ask_for_link",
    "choose_password",
    "search",
}
CALLERS = (
    "national_admin",
    "centre_manager",
    "advisor",
    "partner",
    "member",
    "operator",
    "client",
)


class TestVersions:
    @pytest.mark.parametrize("operation", VERSIONED, ids=lambda one: one.name)
    async def test_an_edit_says_which_version_it_read(
        self, whole: Watched, operation: Operation
    ) -> None:
        world = whole.world
        client = world.actor(operation.name, operation.path)
        before = await whole.databases.state()

        missing = await ask(client, operation, ids=world.own, version=None)
        odd = [
            await ask(client, operation, ids=world.own, version=one.encode())
            for one in ODD_ETAGS
        ]
        stale = await ask(client, operation, ids=world.own, version='"v99"')

        assert missing.status_code == 428, missing.text
        assert {one.status_code for one in odd} == {422}, [one.text for one in odd]
        # A state that forbids the act for any version may be told first.
        assert stale.status_code in {412, 409}, stale.text
        for answer in (missing, *odd, stale):
            answers.is_refusal(answer)
        assert await whole.databases.state() == before


class TestKeys:
    @pytest.mark.parametrize(
        ("path", "role", "body"),
        [
            ("/api/v1/structures", "centre_manager", SAMPLES["NewStructure"]),
            ("/api/v1/partners", "national_admin", SAMPLES["NewPartner"]),
            ("/api/v1/people", "national_admin", SAMPLES["NewPerson"]),
            ("/api/v1/webinars", "partner", SAMPLES["Proposal"]),
        ],
    )
    async def test_a_key_makes_one_thing_and_takes_no_other_body(
        self, whole: Watched, path: str, role: str, body: Mapping[str, Any]
    ) -> None:
        client, key = whole.world.clients[role], {"Idempotency-Key": str(new_id())}
        wanted = _of_its_own(body)
        first = await client.post(path, json=wanted, headers=key)
        after = await whole.databases.state()

        again = await client.post(path, json=wanted, headers=key)
        other = await client.post(path, json=_of_its_own(body), headers=key)

        assert (first.status_code, again.content) == (201, first.content), first.text
        answers.is_refusal(other)
        assert other.status_code == 422
        assert other.json()["type"] == "/problems/IdempotencyKeyReused"
        assert await whole.databases.state() == after

    @pytest.mark.parametrize("operation", POSTS, ids=lambda one: one.name)
    async def test_a_key_without_end_is_never_a_fault_of_ours(
        self, whole: Watched, operation: Operation
    ) -> None:
        client = whole.world.clients["nobody"]
        keys = ("x" * 201, "x" * 20_000, "é".encode())

        told = [
            await ask(client, operation, body={}, headers={"Idempotency-Key": key})
            for key in keys
        ]

        for answer in told:
            if not answer.is_success:
                answers.is_refusal(answer)


ILLEGAL: Mapping[str, tuple[str, str, Mapping[str, Any] | None]] = {
    "invite an active advisor": (
        "centre_manager",
        "/advisors/{advisor_id}/invitation",
        None,
    ),
    "resume an active advisor": (
        "centre_manager",
        "/advisors/{advisor_id}/resumption",
        None,
    ),
    "apply a census without its preview": (
        "centre_manager",
        "/censuses/{census_id}/application",
        None,
    ),
    "undo a census that was not applied": (
        "centre_manager",
        "/censuses/{census_id}/withdrawal",
        None,
    ),
    "schedule what no committee decided": (
        "partner",
        "/webinars/{webinar_id}/schedule",
        SAMPLES["Slot"],
    ),
    "publish what has no date": (
        "partner",
        "/webinars/{webinar_id}/publication",
        None,
    ),
    "open a second vote": ("member", "/dossiers/{reference}/votes", {"mode": "named"}),
    "close a vote that awaits members": ("member", "/votes/{vote_id}/closing", None),
    "resume a webhook that runs": ("operator", "/webhooks/{webhook_id}/resume", None),
    "register two people for one address": (
        "national_admin",
        "/people",
        SAMPLES["NewPerson"],
    ),
    "name two partners alike": (
        "national_admin",
        "/partners",
        SAMPLES["NewPartner"],
    ),
    "keep one SIRET twice": ("centre_manager", "/structures", SAMPLES["NewStructure"]),
}


class TestStates:
    @pytest.mark.parametrize("what", ILLEGAL)
    async def test_what_the_state_forbids_is_refused_and_changes_nothing(
        self, whole: Watched, what: str
    ) -> None:
        role, path, body = ILLEGAL[what]
        client, address = whole.world.clients[role], f"/api/v1{path}"
        asked = {"json": body} if body else {}
        before = await whole.databases.state()

        french, english = [
            await client.post(
                address.format_map(whole.world.own),
                headers={**language, "If-Match": '"v1"'},
                **asked,
            )
            for language in (answers.FRENCH, answers.ENGLISH)
        ]

        answers.speaks_both(french, english)
        assert french.status_code == 409, french.text
        assert await whole.databases.state() == before


class TestRights:
    @pytest.mark.parametrize("operation", operations(), ids=lambda one: one.name)
    async def test_who_may_not_is_told_so_and_changes_nothing(
        self, whole: Watched, operation: Operation
    ) -> None:
        world = whole.world
        before = await whole.databases.state()

        nobody = await _poorly(world, operation, "nobody")
        told = {role: await _poorly(world, operation, role) for role in CALLERS}

        if operation.name not in PUBLIC:
            assert nobody.status_code == 401, nobody.text
        for role, answer in {"nobody": nobody, **told}.items():
            if answer.status_code >= 300:
                answers.is_refusal(answer)
            elif operation.method != "GET":
                assert operation.name in MAY_SUCCEED, (role, answer.text)
        if operation.name not in MAY_SUCCEED:
            assert await whole.databases.state() == before


# Whoever is signed in may do these to themselves, and nothing in them can be wrong.
OF_ONESELF = {
    "close_session",
    "close_other_sessions",
    "ask_own_erasure",
    "withdraw_own_erasure",
    "request_data",
}
MAY_SUCCEED = OF_ONESELF | {"request_certification", "renew_calendar"}


async def _poorly(world: World, operation: Operation, role: str) -> Any:
    """Ask with what is unknown, or an empty file, so that nothing could be done."""
    body, client = {"inconnu": 1}, world.clients[role]
    files = {"file": ("vide.csv", b"")}
    sent: dict[str, Any] = {"files": files} if operation.media_type == MULTIPART else {}
    if operation.name in OF_ONESELF and role not in {"nobody", "client"}:
        # The people of the world and their sessions serve every test that follows.
        client = await world.it.client.sign_in(role)
    return await ask(client, operation, body=body, version='"v99"', **sent)


def _of_its_own(body: Mapping[str, Any]) -> dict[str, Any]:
    """Change what no two may share, or the title."""
    own = dict(body)
    for name in ("name", "title_fr"):
        if name in own:
            own[name] = f"{own[name]} {new_id()}"
    if "first_name" in own:
        own["email"] = f"quetzalcoatlus.{new_id()}@exemple.fr"
    own.pop("siret", None)
    return own
