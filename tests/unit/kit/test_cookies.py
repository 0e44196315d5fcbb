"""SEC-12: on https a cookie is this host's alone, by its name; on loopback it is plain."""

from datetime import timedelta

import pytest
from starlette.responses import Response

from kit.cookies import Cookies, preference

HOUR = timedelta(hours=1)
SECURE, PLAIN = Cookies(is_secure=True), Cookies(is_secure=False)


def attributes(response: Response) -> tuple[str, set[str]]:
    """Return the name with its value, and what else is said, in lower case."""
    (header,) = response.headers.getlist("set-cookie")
    first, *others = header.split("; ")
    return first, {one.lower() for one in others}


class TestSetting:
    def test_on_https_the_name_binds_it_to_the_host(self) -> None:
        response = Response()

        SECURE.put(response, "session", "ms_1", length=HOUR)

        kept, said = attributes(response)
        assert kept == "__Host-session=ms_1"
        assert said == {"secure", "path=/", "httponly", "samesite=lax", "max-age=3600"}

    def test_on_plain_http_it_goes_by_its_own_name(self) -> None:
        response = Response()

        PLAIN.put(response, "session", "ms_1", length=HOUR)

        kept, said = attributes(response)
        assert kept == "session=ms_1"
        assert said == {"path=/", "httponly", "samesite=lax", "max-age=3600"}

    @pytest.mark.parametrize("cookies", [SECURE, PLAIN], ids=["https", "http"])
    def test_it_is_taken_back_by_the_name_it_was_set_by(self, cookies: Cookies) -> None:
        response = Response()

        cookies.drop(response, "session")

        kept, said = attributes(response)
        assert kept.partition("=")[0] == cookies.name("session")
        assert {"max-age=0", "path=/"} <= said
        assert ("secure" in said) is cookies.is_secure


class TestReading:
    def test_on_https_a_neighbours_cookie_is_not_looked_at(self) -> None:
        assert SECURE.read({"session": "theirs"}, "session") == ""
        assert SECURE.read_header("session=theirs", "session") is None

    def test_on_https_the_hosts_own_is_found_beside_it(self) -> None:
        header = "session=theirs; __Host-session=ours"

        assert SECURE.read_header(header, "session") == "ours"

    def test_on_plain_http_the_prefix_means_nothing(self) -> None:
        assert PLAIN.read_header("__Host-session=theirs", "session") is None
        assert PLAIN.read({"session": "ours"}, "session") == "ours"

    def test_a_header_that_is_none_holds_nothing(self) -> None:
        assert PLAIN.read_header("=;;=\x01;session", "session") is None

    def test_what_somebody_likes_to_see_is_taken_by_either_name(self) -> None:
        assert preference({"language": "en"}, "language") == "en"
        assert preference({"language": "en", "__Host-language": "fr"}, "language") == (
            "fr"
        )
        assert preference({}, "language") is None
