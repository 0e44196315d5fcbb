"""A port that somebody else has is passed over."""

import socket

import pytest

from maillage.running import free_port


class TestFreePort:
    def test_the_next_one_is_taken_when_the_wanted_one_is_not_free(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            taken = other.getsockname()[1]

            port = free_port(taken)

        assert taken < port <= taken + 50

    def test_it_says_so_when_there_is_none(self) -> None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 65_535))
            other.listen()

            with pytest.raises(OSError, match="no free port"):
                free_port(65_535)
