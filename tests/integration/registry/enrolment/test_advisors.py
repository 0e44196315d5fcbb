"""REG-04: the list and the record of advisors, on real servers."""

from kit.ids import new_id
from tests.support.advisors import list_advisor, manager_of
from tests.support.harness import Installation


class TestListing:
    async def test_walks_the_centre_by_name_and_never_leaves_it(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        for last_name in ("Zola", "Élouard", "Abadie"):
            await list_advisor(it, centre_id=centre_id, last_name=last_name)
        await list_advisor(it, centre_id=new_id(), last_name="Martin")
        manager = await manager_of(it, centre_id)

        first = (await manager.get("/api/v1/advisors?limit=2")).json()
        rest = (
            await manager.get(f"/api/v1/advisors?limit=2&after={first['next']}")
        ).json()

        names = [one["last_name"] for one in [*first["items"], *rest["items"]]]
        assert names == ["Abadie", "Élouard", "Zola"]
        assert rest["next"] is None

    async def test_finds_by_the_beginning_of_a_name_without_accents(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        await list_advisor(it, centre_id=centre_id, last_name="Élouard")
        await list_advisor(it, centre_id=centre_id, last_name="Zola")
        manager = await manager_of(it, centre_id)

        found = (await manager.get("/api/v1/advisors?name=elou nad")).json()

        assert [one["last_name"] for one in found["items"]] == ["Élouard"]

    async def test_an_unknown_filter_value_is_named(self, it: Installation) -> None:
        manager = await manager_of(it, new_id())

        answer = await manager.get("/api/v1/advisors?status=gone")

        assert answer.status_code == 422
        assert answer.json()["errors"][0]["query"] == "status"

    async def test_a_cursor_that_is_none_of_ours_is_refused(
        self, it: Installation
    ) -> None:
        manager = await manager_of(it, new_id())

        answer = await manager.get("/api/v1/advisors?after=xx")

        assert answer.status_code == 422


class TestChanging:
    async def test_changes_themes_profile_and_share_of_time(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        [structure_id] = known.advisor.structure_ids
        manager = await manager_of(it, centre_id)

        answer = await manager.ask(
            "PATCH",
            f"/api/v1/advisors/{known.id}",
            headers={"If-Match": '"v1"'},
            json={
                "themes": ["securite", "gestion"],
                "profile": "private",
                "quotities": [{"structure_id": str(structure_id), "quotity": 20}],
            },
        )

        changed = answer.json()
        assert answer.headers["etag"] == '"v2"'
        assert changed["themes"] == ["gestion", "securite"]
        assert changed["profile"] == "private"
        assert changed["affiliations"][0]["quotity"] == 20

    async def test_a_stale_version_changes_nothing(self, it: Installation) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)
        path, read = f"/api/v1/advisors/{known.id}", {"If-Match": '"v1"'}
        await manager.ask("PATCH", path, headers=read, json={"themes": ["gestion"]})

        answer = await manager.ask("PATCH", path, headers=read, json={"themes": []})

        assert answer.status_code == 412
        assert (await manager.get(path)).json()["themes"] == ["gestion"]

    async def test_a_form_that_is_stale_says_so_on_a_page(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)
        form = {"version": "1", "profile": "dedicated", "themes": ["gestion"]}
        browser = {"Accept": "text/html"}
        path = f"/conseillers/{known.id}"

        first = await manager.post(path, data=form, headers=browser)
        again = await manager.post(path, data=form, headers=browser)

        assert (first.status_code, again.status_code) == (303, 412)

    async def test_a_missing_version_and_an_unknown_theme_are_refused(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)
        path = f"/api/v1/advisors/{known.id}"

        unread = await manager.ask("PATCH", path, json={"themes": []})
        unknown = await manager.ask(
            "PATCH", path, headers={"If-Match": '"v1"'}, json={"themes": ["poterie"]}
        )

        assert (unread.status_code, unknown.status_code) == (428, 422)
        assert unknown.json()["errors"][0]["pointer"] == "#/themes/0"


class TestPages:
    async def test_the_list_offers_to_invite_and_the_record_its_steps(
        self, it: Installation
    ) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        manager = await manager_of(it, centre_id)

        listed = await manager.page("/conseillers")
        record = await manager.page(f"/conseillers/{known.id}")

        assert "Nadia Belkacem" in listed.text
        assert "Inviter la personne recensée" in listed.text
        assert "Inviter par e-mail" in record.text

    async def test_an_empty_register_leads_to_the_census(
        self, it: Installation
    ) -> None:
        manager = await manager_of(it, new_id())

        page = await manager.page("/conseillers")
        english = await manager.page("/conseillers", headers={"Cookie": "language=en"})

        assert 'href="/recensement"' in page.text
        assert "No advisor yet" in english.text

    async def test_ticked_people_are_invited(self, it: Installation) -> None:
        centre_id = new_id()
        known = await list_advisor(it, centre_id=centre_id)
        other = await list_advisor(it, centre_id=centre_id, last_name="Zola")
        manager = await manager_of(it, centre_id)

        answer = await manager.post(
            "/conseillers/invitations",
            data={"advisor_ids": [str(known.id), str(other.id)]},
            headers={"Accept": "text/html"},
        )

        assert answer.headers["location"] == "/conseillers?invited=2&refused=0"
