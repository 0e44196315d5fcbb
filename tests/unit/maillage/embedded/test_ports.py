"""Ports follow the folder of the data, and give way to who was there first."""

import socket
from pathlib import Path

from maillage.embedded.ports import FIRST, LAST, port_for


class TestPortFor:
    def test_a_folder_keeps_its_port(self, tmp_path: Path) -> None:
        first = port_for("mongod", folder=tmp_path)

        assert port_for("mongod", folder=tmp_path) == first
        assert FIRST <= first <= LAST

    def test_two_servers_of_a_folder_have_two_ports(self, tmp_path: Path) -> None:
        ports = {port_for(name, folder=tmp_path) for name in ("mongod", "kafka")}

        assert len(ports) == 2

    def test_a_port_in_use_is_passed_over(self, tmp_path: Path) -> None:
        first = port_for("mongod", folder=tmp_path)

        with socket.create_server(("127.0.0.1", first)):
            second = port_for("mongod", folder=tmp_path)

        assert second != first
