"""What went wrong with a server is said in words, with the end of its log."""

from pathlib import Path

from maillage.embedded import ServerFailed


class TestServerFailed:
    def test_it_shows_the_last_lines_of_the_log_and_no_more(
        self, tmp_path: Path
    ) -> None:
        log = tmp_path / "mongod.log"
        log.write_text("".join(f"line {number}\n" for number in range(100)))

        said = str(ServerFailed("mongod", log=log))

        assert said.endswith("line 98\nline 99")
        assert "line 10\n" not in said

    def test_a_server_that_never_wrote_a_log_is_still_told(
        self, tmp_path: Path
    ) -> None:
        said = str(ServerFailed("kafka", log=tmp_path / "kafka.log"))

        assert said.startswith("kafka ne démarre pas")
