"""The commands on webinars when the process dies between the write and the answer."""

from schemas.access import Role
from tests.support.dying import every_change_dies

from .conftest import Webinars, read


class TestDying:
    async def test_a_webinar_goes_its_whole_way_once(self, webinars: Webinars) -> None:
        partner = await webinars.partner()

        with every_change_dies():
            webinar = await webinars.published(partner)
            webinar = await webinars.get(partner, webinar)
            cancelled = await webinars.act(partner, webinar, "cancellation")

        assert read(cancelled, 200)["cancelled_at"] is not None
        assert await webinars.events() == [
            "proposed",
            "validated",
            "scheduled",
            "published",
            "cancelled",
        ]

    async def test_a_seat_is_taken_and_given_back_once(
        self, webinars: Webinars
    ) -> None:
        webinar = await webinars.published(await webinars.partner())
        person = await webinars.public.sign_in(Role.ADVISOR)
        path = f"/api/v1/webinars/{webinar['id']}/registrations"

        with every_change_dies():
            taken = await person.post(path)
            after = await webinars.get(webinars.public, webinar)
            given_back = await person.ask(
                "DELETE", f"/api/v1/registrations/{taken.json()['id']}"
            )

        assert (taken.status_code, after["seats_taken"]) == (201, 1)
        assert given_back.is_success
        assert (await webinars.get(webinars.public, webinar))["seats_taken"] == 0
