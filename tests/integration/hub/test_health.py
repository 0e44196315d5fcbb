"""What the operator sees of the path: what a relay had to set aside."""

import pytest

from kit.ids import new_id
from maillage.doctor import look
from tests.support.harness import Client, Installation


class TestEventsSetAside:
    async def test_are_named_on_the_page_and_by_the_doctor(
        self,
        hub: Installation,
        operator: Client,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("maillage.doctor.looking.LOOKS", 1)
        event_id, document_id = new_id(), new_id()
        refused = hub.platform.collection("registry", "outbox_refused")
        await refused.insert_one(
            {
                "_id": event_id,
                "from": "registry.structures",
                "document": document_id,
                "type": "too.large.v1",
                "at": hub.platform.clock(),
                "data": "secret",
            }
        )

        page = await operator.page("/sante")
        diagnosis = await look(hub.platform.settings)

        assert page.status_code == 200
        for told in ("registry.structures", str(event_id), str(document_id)):
            assert told in page.text
        assert "secret" not in page.text
        [finding] = [one for one in diagnosis.findings if "écart" in one.name]
        assert (finding.about, finding.is_well) == ("registry", False)
        assert str(event_id) in finding.value
