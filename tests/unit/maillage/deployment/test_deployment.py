"""deploy/ agrees with the code: addresses, settings, services and roles."""

import re
import ssl
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from kit.running.command import ROLES
from kit.settings import Settings
from maillage.deployment import drifted, environment_example, gateway
from maillage.running import SERVICES
from schemas.addresses import API, NOUNS, PAGES, service_of
from tests.reliability.clusters import QUORUM

ROOT = Path(__file__).parents[4]
NAMES = sorted(PAGES)
SETTING = re.compile(r"^(# )?MAILLAGE_\w+=")
TOLD = re.compile(r"^# (?!MAILLAGE_)\S")
RULE = re.compile(r"^    (~?)(\S+) (\w+);$", re.MULTILINE)


def names_of(part: type[BaseModel], prefix: str) -> Iterator[str]:
    """Name every setting, those of each part under its own."""
    for name, field in part.model_fields.items():
        kinds = (field.annotation, *get_args(field.annotation))
        inner = [k for k in kinds if isinstance(k, type) and issubclass(k, BaseModel)]
        if inner:
            yield from names_of(inner[0], f"{prefix}{name.upper()}__")
        else:
            yield f"{prefix}{name.upper()}"


def image_environment() -> dict[str, str]:
    """Read what the image says before anybody else does."""
    text = (ROOT / "deploy/Dockerfile").read_text()
    return dict(re.findall(r"(MAILLAGE_\w+)=(\S+)", text))


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())
    return loaded


def route(path: str, config: str) -> str:
    """Choose a service as nginx does: an exact name, else the first pattern."""
    rules = RULE.findall(config)
    exact = [
        service
        for is_pattern, name, service in rules
        if not is_pattern and name == path
    ]
    first = [s for is_pattern, name, s in rules if is_pattern and re.search(name, path)]
    return str((exact or first or ["registry"])[0])


def known_paths() -> Iterator[str]:
    for words in PAGES.values():
        for word in words:
            yield f"/{word}"
            yield f"/{word}/0198f2"
    for words in NOUNS.values():
        for word in words:
            yield f"{API}/{word}"
            yield f"{API}/{word}/0198f2/votes"


class TestGateway:
    @pytest.mark.parametrize("path", sorted({*known_paths()} - {"//0198f2"}))
    def test_it_sends_each_address_to_the_service_of_the_table(self, path: str) -> None:
        assert route(path, gateway()) == service_of(path)

    def test_a_longer_word_does_not_go_where_a_shorter_one_does(self) -> None:
        assert route("/votesx", gateway()) == "registry"

    def test_it_speaks_tls_1_2_and_1_3_with_ciphers_that_seal(self) -> None:
        """Whoever records it opens nothing later: each key is exchanged anew."""
        (protocols,) = re.findall(r"ssl_protocols ([^;]+);", gateway())
        (ciphers,) = re.findall(r"ssl_ciphers ([^;]+);", gateway())

        assert protocols.split() == ["TLSv1.2", "TLSv1.3"]
        assert all(
            one.startswith("ECDHE+") and one.endswith(("AESGCM", "CHACHA20"))
            for one in ciphers.split(":")
        )
        offered = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        offered.set_ciphers(ciphers)
        assert {one["aead"] for one in offered.get_ciphers()} == {True}

    def test_metrics_stay_inside(self) -> None:
        assert "location = /metrics { return 404; }" in gateway()


class TestGeneratedFiles:
    def test_they_are_what_the_code_says(self) -> None:
        assert drifted(ROOT) == []

    def test_a_change_is_noticed(self, tmp_path: Path) -> None:
        (tmp_path / "deploy").mkdir()
        (tmp_path / "deploy/gateway.conf").write_text(gateway() + "#")
        (tmp_path / ".env.example").write_text(environment_example())

        assert drifted(tmp_path) == [tmp_path / "deploy/gateway.conf"]

    def test_the_example_names_every_setting_and_says_what_it_is(self) -> None:
        lines = environment_example().splitlines()
        places = {
            line.split("=")[0].removeprefix("# "): place
            for place, line in enumerate(lines)
            if SETTING.match(line)
        }

        assert set(places) == set(names_of(Settings, "MAILLAGE_"))
        untold = [
            name for name, place in places.items() if not TOLD.match(lines[place - 1])
        ]
        assert untold == []

    @pytest.mark.parametrize(
        "name",
        [
            "MAILLAGE_DORMANCY__WARNED_DAYS",
            "MAILLAGE_DORMANCY__CLOSED_DAYS",
            "MAILLAGE_OIDC__ISSUER",
            "MAILLAGE_OIDC__TWO_FACTOR_LEVELS",
            "MAILLAGE_KEYS",
        ],
    )
    def test_the_changes_name_what_an_operator_decides(self, name: str) -> None:
        assert name in (ROOT / "CHANGELOG.md").read_text("utf-8")


class TestCompose:
    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("service", NAMES)
    def test_each_role_of_each_service_has_a_container(
        self, compose: dict[str, Any], service: str, role: str
    ) -> None:
        container = compose["services"][f"{service}-{role}"]

        assert container["command"] == [f"services.{service}", role]
        assert container["read_only"] is True
        assert container["cap_drop"] == ["ALL"]

    @pytest.mark.parametrize(
        ("role", "port"), [("api", 8000), ("worker", 8001), ("relay", 8001)]
    )
    @pytest.mark.parametrize("service", NAMES)
    def test_each_role_that_runs_is_asked_whether_it_is_ready(
        self, compose: dict[str, Any], service: str, role: str, port: int
    ) -> None:
        container = compose["services"][f"{service}-{role}"]

        [asked] = [one for one in container["healthcheck"]["test"] if "readyz" in one]
        assert f"127.0.0.1:{port}/readyz" in asked
        assert port in {8000, int(image_environment()["MAILLAGE_HEALTH__PORT"])}

    def test_each_container_is_given_the_secrets_that_it_needs_and_no_other(
        self, compose: dict[str, Any]
    ) -> None:
        given = {
            name: set(container.get("secrets", ()))
            for name, container in compose["services"].items()
        }
        ours = {name for name in given if name.partition("-")[0] in NAMES}

        assert {name for name in given if given[name]} == ours | {"gateway"}
        assert given["gateway"] == {"tls_certificate", "tls_key"}
        assert all(given[name] == {"maillage_secret"} for name in ours)

    def test_every_service_of_the_composition_root_is_there(self) -> None:
        assert sorted(service.name for service in SERVICES) == NAMES

    def test_nobody_starts_before_every_service_has_migrated(
        self, compose: dict[str, Any]
    ) -> None:
        for service in NAMES:
            for role in ("api", "worker", "relay"):
                waits = compose["services"][f"{service}-{role}"]["depends_on"]
                assert set(waits) == {f"{name}-migrate" for name in NAMES}

    def test_each_image_has_a_whole_version(self, compose: dict[str, Any]) -> None:
        images = {container["image"] for container in compose["services"].values()}

        assert all(
            re.fullmatch(r"[\w./-]+:\d+\.\d+\.\d+[\w.-]*", image) for image in images
        )

    def test_it_has_three_nodes_of_mongodb_and_three_brokers(
        self, compose: dict[str, Any]
    ) -> None:
        for name in ("mongo", "kafka"):
            assert {f"{name}-{n}" for n in (1, 2, 3)} <= set(compose["services"])

    def test_its_brokers_miss_one_another_as_soon_as_those_that_were_killed_in_tests(
        self, compose: dict[str, Any]
    ) -> None:
        asked = {
            f"KAFKA_{name.replace('.', '_').upper()}": value
            for name, value in QUORUM.items()
        }

        for number in (1, 2, 3):
            told = compose["services"][f"kafka-{number}"]["environment"]
            assert asked.items() <= told.items()

    def test_what_it_refers_to_exists(self, compose: dict[str, Any]) -> None:
        for container in compose["services"].values():
            assert set(container.get("depends_on", ())) <= set(compose["services"])
            assert set(container.get("secrets", ())) <= set(compose["secrets"])
            assert set(container.get("networks", ())) <= set(compose["networks"])

    def test_its_settings_are_settings(self, compose: dict[str, Any]) -> None:
        known = {
            line.split("=")[0].strip("# ")
            for line in environment_example().splitlines()
        }

        told = compose["services"]["registry-api"]["environment"]
        assert {name.removesuffix("_FILE") for name in told} <= known
        assert set(image_environment()) <= known


class TestImage:
    def test_the_last_stage_runs_as_nobody_in_particular_and_has_no_installer(
        self,
    ) -> None:
        stages = (ROOT / "deploy/Dockerfile").read_text().split("\nFROM ")

        assert len(stages) == 3
        assert "USER 10001:10001" in stages[-1]
        assert "uninstall" in stages[-1]
        assert "install " not in stages[-1].replace("uninstall ", "")

    def test_what_is_installed_is_hashed(self) -> None:
        assert "--require-hashes" in (ROOT / "deploy/Dockerfile").read_text()

    def test_the_context_lets_in_what_the_image_copies(self) -> None:
        copied = re.findall(
            r"^COPY (?!--from)(\S+)",
            (ROOT / "deploy/Dockerfile").read_text(),
            re.MULTILINE,
        )

        allowed = (ROOT / ".dockerignore").read_text().splitlines()
        assert {f"!{name}" for name in copied} <= set(allowed)
