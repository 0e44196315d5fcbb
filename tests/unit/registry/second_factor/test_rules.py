"""Which codes are right, once."""

import base64
from datetime import UTC, datetime, timedelta

from kit.ids import new_id
from services.registry.second_factor import rules
from services.registry.second_factor.models import Factor

# The seed and the first instants of RFC 6238, appendix B; six digits of its eight.
KEY = base64.b32encode(b"12345678901234567890").decode()
AT_59 = datetime.fromtimestamp(59, UTC)
CODE_59 = "287082"


class TestStepOf:
    def test_the_code_of_the_standard_is_right(self) -> None:
        assert rules.step_of(KEY, CODE_59, at=AT_59, after=0) == 1
        at = datetime.fromtimestamp(1_111_111_109, UTC)
        assert rules.step_of(KEY, "081804", at=at, after=0) == 37_037_036

    def test_a_clock_half_a_minute_off_is_forgiven_a_minute_is_not(self) -> None:
        near, far = timedelta(seconds=30), timedelta(seconds=61)

        assert rules.step_of(KEY, CODE_59, at=AT_59 + near, after=0) == 1
        assert rules.step_of(KEY, CODE_59, at=AT_59 + far, after=0) is None

    def test_a_code_that_was_used_is_wrong(self) -> None:
        assert rules.step_of(KEY, CODE_59, at=AT_59, after=1) is None

    def test_it_may_be_typed_in_two_groups(self) -> None:
        assert rules.step_of(KEY, "287 082", at=AT_59, after=0) == 1


class TestUsed:
    def test_a_code_uses_up_its_half_minute(self) -> None:
        factor = Factor(id=new_id(), seed="", is_on=True)

        after = rules.used(factor, CODE_59, key=lambda: KEY, at=AT_59)

        assert after is not None
        assert after.last_step == 1
        assert rules.used(after, CODE_59, key=lambda: KEY, at=AT_59) is None

    def test_a_recovery_code_opens_once_however_it_is_typed(self) -> None:
        code = rules.shown(bytes(range(10)))
        factor = Factor(id=new_id(), seed="", recovery=(rules.hashed(code), "other"))

        after = rules.used(
            factor, code.upper().replace("-", " "), key=lambda: KEY, at=AT_59
        )

        assert after is not None
        assert after.recovery == ("other",)
        assert rules.used(after, code, key=lambda: KEY, at=AT_59) is None


class TestShown:
    def test_a_recovery_code_is_in_groups(self) -> None:
        assert rules.shown(bytes(10)) == "aaaa-aaaa-aaaa-aaaa"

    def test_the_drawing_asks_nothing_of_the_page(self) -> None:
        uri = rules.uri_of(KEY, "claire.vidal@exemple.fr")

        drawing = rules.drawn(uri)

        assert uri.startswith("otpauth://totp/Maillage:")
        assert drawing.startswith("<svg ")
        assert "style=" not in drawing
        assert "href" not in drawing
