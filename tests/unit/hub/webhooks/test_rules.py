"""Signatures, tries, addresses and regions, decided without a network."""

import base64
import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from standardwebhooks import Webhook as Verifier

from kit.errors import ServiceError
from kit.keyring import Keyring
from services.hub.webhooks.models import Webhook
from services.hub.webhooks.rules import matching, signing, trying
from services.hub.webhooks.rules.addressing import host_of
from services.hub.webhooks.rules.signing import Secrets
from services.hub.webhooks.rules.trying import (
    Again,
    Answer,
    Delivered,
    Failed,
    Gone,
    Outcome,
)
from tests.support.notifications import told, webinar

NOW = datetime(2026, 11, 26, 9, 58, 3, tzinfo=UTC)
SITE = "https://maillage.example"
ROOT = "a root that is long enough to be one"
ID = UUID("01936a2b-11d0-7c55-8a3f-2f6a9d0e7f20")
SECRETS = Secrets(Keyring.of(None, secret=ROOT), root=ROOT)


def webhook(**changes: object) -> Webhook:
    made = Webhook(
        id=ID,
        url="https://example.com/",
        types=(),
        regions=(),
        created_at=NOW,
        created_by=None,
    )
    return made.model_copy(update=changes)


class TestSigning:
    def test_the_reference_library_verifies_what_is_signed(self) -> None:
        secret, now = signing.new_secret(), datetime.now(UTC)  # noqa: TID251 - the library reads the clock itself

        headers = signing.headers(ID, b'{"a": 1}', at=now, signers=[secret])

        assert Verifier(secret).verify('{"a": 1}', dict(headers)) == {"a": 1}

    def test_no_two_subscribers_have_one_secret(self) -> None:
        assert len({signing.new_secret() for _ in range(50)}) == 50


class TestSecrets:
    def test_what_is_kept_is_sealed_and_signs(self) -> None:
        secret = signing.new_secret()

        sealed = SECRETS.sealed(webhook(), secret)

        assert secret not in str(sealed)
        assert SECRETS.now(sealed, now=NOW) == [secret]

    def test_the_former_secret_signs_for_a_day_after_a_change(self) -> None:
        first, second = signing.new_secret(), signing.new_secret()
        before = SECRETS.sealed(webhook(), first)

        rotated = SECRETS.rotated(before, second, at=NOW)

        during = SECRETS.now(rotated, now=NOW + timedelta(hours=23))
        after = SECRETS.now(rotated, now=NOW + timedelta(hours=24))
        assert during == [second, first]
        assert after == [second]

    def test_one_made_before_secrets_were_kept_goes_on_with_the_same(self) -> None:
        old = webhook(secret_number=2, rotated_at=NOW)
        drawn = [signing.derived(ID, number, root=ROOT) for number in (2, 1)]

        kept = SECRETS.kept(old)

        assert SECRETS.now(old, now=NOW) == drawn
        assert SECRETS.now(kept, now=NOW) == drawn
        assert kept.secret is not None
        rotated = SECRETS.rotated(old, "whsec_AAAA", at=NOW)
        assert SECRETS.now(rotated, now=NOW) == ["whsec_AAAA", drawn[0]]

    def test_another_key_seals_it_again_and_the_secret_stays(self) -> None:
        secret = signing.new_secret()
        before = SECRETS.sealed(webhook(), secret)
        key = base64.b64encode(bytes(32)).decode()
        after = Secrets(Keyring.of(f"b:{key}", secret=ROOT), root=ROOT)

        kept = after.kept(before)

        assert kept != before
        assert after.kept(kept) == kept
        assert after.now(kept, now=NOW) == [secret]


class TestTrying:
    @pytest.mark.parametrize("status", [200, 201, 204, 299])
    def test_a_2xx_is_delivered(self, status: int) -> None:
        assert trying.outcome(Answer(status), attempts=1, now=NOW, chance=0) == (
            Delivered()
        )

    @pytest.mark.parametrize("status", [None, 199, 301, 400, 404, 429, 500, 503])
    def test_everything_else_is_tried_again_over_three_days_then_given_up(
        self, status: int | None
    ) -> None:
        waits: list[timedelta] = []
        outcome: Outcome = Again(NOW)
        while isinstance(outcome, Again):
            waits.append(outcome.due_at - NOW - sum(waits, timedelta()))
            outcome = trying.outcome(
                Answer(status), attempts=len(waits), now=outcome.due_at, chance=0
            )

        assert outcome == Failed()
        assert len(waits) == 10
        assert timedelta(days=3) < sum(waits, timedelta()) < timedelta(days=4)

    def test_a_410_is_the_end(self) -> None:
        assert trying.outcome(Answer(410), attempts=1, now=NOW, chance=0) == Gone()

    @pytest.mark.parametrize(
        ("told", "seconds"),
        [
            ("120", 120),
            ("2", 5),
            ("Thu, 26 Nov 2026 10:08:03 GMT", 600),
            ("9999999999", 86_400),
            ("soon", 5),
            ("-1", 5),
            ("", 5),
        ],
    )
    def test_retry_after_is_respected_within_a_day(
        self, told: str, seconds: int
    ) -> None:
        answer = Answer(503, retry_after=told)

        assert trying.outcome(answer, attempts=1, now=NOW, chance=0) == Again(
            NOW + timedelta(seconds=seconds)
        )

    def test_chance_spreads_the_tries(self) -> None:
        outcomes = {
            str(trying.outcome(Answer(500), attempts=2, now=NOW, chance=chance))
            for chance in (0, 0.3, 0.9)
        }

        assert len(outcomes) == 3


PRIVATE = (
    "10.1.2.3",
    "172.16.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",  # noqa: S104 - what must be refused
    "224.0.0.1",
    "255.255.255.255",
    "[::]",
    "[fe80::1]",
    "[fd00::1]",
    "[::ffff:10.0.0.1]",
    "[64:ff9b::a00:1]",
    "[2002:a00:1::]",
)


class TestAddresses:
    @pytest.mark.parametrize("host", PRIVATE)
    @pytest.mark.parametrize("allows", [True, False])
    def test_a_private_address_is_refused(self, host: str, allows: bool) -> None:
        with pytest.raises(ServiceError):
            host_of(f"https://{host}/", allows_loopback=allows)

    @pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "[::ffff:127.0.0.1]"])
    def test_loopback_is_for_the_embedded_mode_alone(self, host: str) -> None:
        assert host_of(f"https://{host}/", allows_loopback=True)
        with pytest.raises(ServiceError):
            host_of(f"https://{host}/", allows_loopback=False)

    @pytest.mark.parametrize(
        "url",
        [
            "http://example.com/",
            "https://",
            "https://user@example.com/",
            "https://example.com/#x",
            "https://exa mple.com/",
            "https://example.com:0/",
            "https://example.com:99999/",
            "https://127.1/",
            "https://2130706433/",
            "https://[::1/",
            "javascript:alert(1)",
        ],
    )
    def test_what_is_no_usable_address_is_refused(self, url: str) -> None:
        with pytest.raises(ServiceError):
            host_of(url, allows_loopback=False)

    def test_a_public_address_passes(self) -> None:
        assert host_of("https://example.com:8443/x?y=1", allows_loopback=False) == (
            "example.com"
        )


class TestDelivery:
    def test_what_is_told_again_from_the_journal_says_so_under_the_same_name(
        self,
    ) -> None:
        first = told(webinar())
        again = first._replace(is_replayed=True, is_from_journal=True)

        owed = matching.delivery(first, webhook(), at=NOW, site=SITE)
        repeated = matching.delivery(again, webhook(), at=NOW, site=SITE)

        assert owed.id == repeated.id
        assert json.loads(owed.body)["dataschema"].startswith(f"{SITE}/schemas/")
        assert "replayed" not in json.loads(owed.body)
        assert json.loads(repeated.body)["replayed"] == "journal"
