"""SEC-03: the administration ends another person's sessions, everywhere at once."""

from kit.ids import new_id
from tests.support.accounts import enter, open_account
from tests.support.harness import Installation
from tests.support.trace import is_whole, traced

BROWSER = {"Accept": "text/html"}
OTHERS = ("regional_referent", "centre_manager", "advisor", "partner", "operator")


async def test_all_of_them_are_dead_at_the_next_request_and_the_password_stays(
    it: Installation,
) -> None:
    opened = await open_account(it)
    first, second = await enter(it), await enter(it)
    nation = await it.client.sign_in("national_admin")

    ended = await nation.ask("DELETE", f"/api/v1/people/{opened.person_id}/sessions")

    assert ended.json() == {"closed_count": 2}
    assert (await first.get("/api/v1/account")).status_code == 401
    assert (await second.get("/api/v1/account")).status_code == 401
    assert (await nation.get("/api/v1/account")).status_code != 401
    assert (await (await enter(it)).get("/api/v1/account")).status_code == 200


async def test_the_page_shows_how_many_and_what_was_ended(it: Installation) -> None:
    opened = await open_account(it)
    await enter(it)
    nation = await it.client.sign_in("national_admin")
    path = f"/comptes/{opened.person_id}"
    before = await nation.page(path)

    sent = await nation.post(f"{path}/sessions", data={}, headers=BROWSER)
    after = await nation.page(sent.headers["location"])

    assert "Fermer toutes ses sessions" in before.text
    assert sent.status_code == 303
    assert "1 session fermée." in after.text
    assert "n’est connectée nulle part" in after.text


async def test_it_stands_in_the_trace(it: Installation) -> None:
    """SEC-04"""
    opened = await open_account(it)
    own_id = new_id()
    nation = await it.client.sign_in("national_admin", person_id=own_id)

    await nation.ask("DELETE", f"/api/v1/people/{opened.person_id}/sessions")

    last = (await traced(it, opened.person_id))[-1]
    assert (last.access, last.actor_person_id) == ("write", own_id)
    assert last.route == "/api/v1/people/{person_id}/sessions"
    assert await is_whole(it)


async def test_nobody_but_the_national_administration_does_it(
    it: Installation,
) -> None:
    """SEC-01"""
    opened = await open_account(it)
    own = await enter(it)
    path = f"/api/v1/people/{opened.person_id}/sessions"

    for role in OTHERS:
        other = await it.client.sign_in(role)
        assert (await other.ask("DELETE", path)).status_code == 403
    assert (await it.client.ask("DELETE", path)).status_code == 401
    assert (await own.get("/api/v1/account")).status_code == 200


async def test_who_has_no_account_is_absent(it: Installation) -> None:
    nation = await it.client.sign_in("national_admin")

    absent = await nation.ask("DELETE", f"/api/v1/people/{new_id()}/sessions")
    odd = await nation.ask("DELETE", "/api/v1/people/personne/sessions")

    assert (absent.status_code, odd.status_code) == (404, 404)
