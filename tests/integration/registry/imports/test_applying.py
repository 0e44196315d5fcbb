"""REG-11: what changed between the preview and its application is kept, and named."""

from dataclasses import replace
from uuid import UUID

from kit.identity.callers import Grant
from kit.identity.sessions import NewSession
from tests.support.harness import Client, Installation
from tests.unit.registry.imports.builders import LINE, as_csv, with_cells

from .census import API, CENTRE, OTHER_CENTRE, Census

OTHER_SIRET = "95546854100045"


class TestApply:
    async def test_it_is_done_once(self, census: Census, manager: Client) -> None:
        batch = await census.apply(manager, as_csv(LINE))

        again = await manager.post(f"{API}/{batch['id']}/application")

        assert again.status_code == 409
        assert again.json()["facts"] == {"state": "applied"}

    async def test_the_same_request_sent_twice_applies_once(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, as_csv(LINE))
        headers = {"Idempotency-Key": "one"}
        path = f"{API}/{batch['id']}/application"

        first = await manager.post(path, headers=headers)
        second = await manager.post(path, headers=headers)

        assert (first.status_code, second.status_code) == (202, 202)
        assert second.json() == first.json()
        assert second.headers["idempotency-replayed"] == "true"

    async def test_two_people_applying_at_once_is_one_application(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, as_csv(LINE))
        version = batch["version"]
        form = {"version": str(version)}
        path = f"/recensement/{batch['id']}/application"

        first = await manager.post(path, data=form)
        second = await manager.post(path, data=form)

        assert first.status_code == 303
        assert second.status_code == 409

    async def test_a_value_that_someone_changed_since_the_preview_is_kept(
        self, census: Census, manager: Client
    ) -> None:
        await census.apply(manager, as_csv(LINE))
        [structure] = await census.stored("structures")
        wanted = with_cells(site_web="https://a.example", adresse="2 rue Neuve")
        batch = await census.analyse(manager, as_csv(wanted))
        changed = await manager.ask(
            "PATCH",
            f"/api/v1/structures/{structure['_id']}",
            json={"address": "3 place du Marché"},
            headers={"If-Match": '"v1"'},
        )
        assert changed.status_code == 200

        await manager.post(f"{API}/{batch['id']}/application")
        await census.work()

        [structure] = await census.stored("structures")
        assert structure["address"] == "3 place du Marché"
        assert structure["website"].startswith("https://a.example")
        [left] = await census.left_alone(manager, batch)
        assert left["why"] == "fields_changed"
        assert left["columns"] == ["adresse"]
        applied = await census.get(manager, batch["id"])
        assert applied["outcome"]["conflicts"] == 1

    async def test_what_someone_created_since_the_preview_is_not_created_twice(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, as_csv(LINE))
        await census.apply(manager, as_csv(LINE))

        await manager.post(f"{API}/{batch['id']}/application")
        await census.work()

        assert len(await census.stored("structures")) == 1
        assert len(await census.stored("advisors")) == 1
        left = await census.left_alone(manager, batch)
        assert {one["why"] for one in left} == {"exists"}

    async def test_a_record_taken_out_since_the_preview_is_named(
        self, census: Census, manager: Client
    ) -> None:
        first = await census.apply(manager, as_csv(LINE))
        wanted = as_csv(with_cells(site_web="https://a.example"))
        batch = await census.analyse(manager, wanted)
        await census.undo(manager, first)

        await manager.post(f"{API}/{batch['id']}/application")
        await census.work()

        [left] = await census.left_alone(manager, batch)
        assert (left["kind"], left["why"]) == ("structure", "gone")

    async def test_a_second_structure_is_a_second_affiliation(
        self, census: Census, manager: Client
    ) -> None:
        second = with_cells(
            structure_nom="Cyber-base Castres",
            siret=OTHER_SIRET,
            code_postal="81100",
            commune="Castres",
            quotite="40",
        )

        await census.apply(manager, as_csv(LINE, second))

        [advisor] = await census.stored("advisors")
        assert len(advisor["affiliations"]) == 2
        assert advisor["departments"] == ["81"]
        assert advisor["status"] == "listed"

    async def test_events_name_who_applied_and_in_which_request(
        self, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, as_csv(LINE))
        answer = await manager.post(f"{API}/{batch['id']}/application")
        await census.work()

        [advisor] = await census.stored("advisors")

        [event] = advisor["pending"]
        assert event["correlation_id"] == answer.headers["x-correlation-id"]
        assert event["tenant_id"] == CENTRE
        assert event["actor"].startswith("person:")
        assert "Martin" not in event["data"]


class TestScope:
    async def test_another_centre_sees_nothing_of_an_import(
        self, registry: Installation, census: Census, manager: Client
    ) -> None:
        batch = await census.analyse(manager, as_csv(LINE))
        other = await registry.client.sign_in("centre_manager", holder_id=OTHER_CENTRE)
        paths = ("", "/lines", "/summary", "/refused", "/progress", "/left-alone")

        answers = [await other.get(f"{API}/{batch['id']}{path}") for path in paths]
        answers += [
            await other.post(f"{API}/{batch['id']}/{act}")
            for act in ("application", "withdrawal", "abandonment")
        ]
        answers.append(await other.page(f"/recensement/{batch['id']}"))

        assert {one.status_code for one in answers} == {404}
        assert (await other.get(API)).json()["items"] == []

    async def test_the_nation_sees_every_import(
        self, census: Census, manager: Client, nation: Client
    ) -> None:
        batch = await census.analyse(manager, as_csv(LINE))

        assert (await nation.get(f"{API}/{batch['id']}")).status_code == 200

    async def test_only_managers_and_the_nation_import(
        self, registry: Installation, census: Census
    ) -> None:
        advisor = await registry.client.sign_in("advisor", holder_id=UUID(int=3))

        assert (await census.deposit(advisor, as_csv(LINE))).status_code == 403
        assert (await census.deposit(registry.client, as_csv(LINE))).status_code == 401

    async def test_a_record_of_another_centre_is_refused_and_not_shown(
        self, registry: Installation, census: Census, manager: Client
    ) -> None:
        await census.apply(manager, as_csv(with_cells(adresse="9 rue Secrète")))
        other = await registry.client.sign_in("centre_manager", holder_id=OTHER_CENTRE)

        batch = await census.analyse(other, as_csv(LINE))

        answer = await other.get(f"{API}/{batch['id']}/lines")
        [line] = answer.json()["items"]
        assert line["verdict"] == "error"
        assert {one["code"] for one in line["errors"]} == {"held_elsewhere"}
        assert "Secrète" not in answer.text
        assert str(CENTRE) not in answer.text

    async def test_a_manager_of_several_centres_says_for_which(
        self, registry: Installation, census: Census
    ) -> None:
        session = NewSession(
            account_id=UUID(int=1),
            person_id=UUID(int=2),
            name="Claire Vidal",
            place="",
            language="fr",
            grants=tuple(
                Grant("centre_manager", one) for one in (CENTRE, OTHER_CENTRE)
            ),
        )
        token = await registry.platform.sessions.open(session)
        both = replace(registry.client, headers={"Authorization": f"Bearer {token}"})

        unsaid = await census.deposit(both, as_csv(LINE))
        foreign = await census.deposit(
            both, as_csv(LINE), data_fields={"centre_id": str(UUID(int=5))}
        )
        said = await census.deposit(
            both, as_csv(LINE), data_fields={"centre_id": str(OTHER_CENTRE)}
        )

        assert unsaid.json()["errors"][0]["pointer"] == "#/centre_id"
        assert foreign.status_code == 422
        assert said.json()["centre_id"] == str(OTHER_CENTRE)
