"""A browser's text becomes two words of a short list."""

import pytest

from kit.identity.devices import Device

KIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("told", "device"),
    [
        (f"Mozilla/5.0 (X11; Linux x86_64) {KIT} Chrome/140 Safari/537.36", ("Chrome", "Linux")),
        (f"Mozilla/5.0 (Windows NT 10.0) {KIT} Chrome/140 Safari/537.36 Edg/140", ("Edge", "Windows")),
        ("Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", ("Firefox", "Android")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15_0) Version/18 Safari/605", ("Safari", "macOS")),
        ("Claire Vidal, claire@exemple.fr", ("", "")),
        ("", ("", "")),
    ],
)  # fmt: skip
def test_only_words_of_the_list_are_kept(told: str, device: tuple[str, str]) -> None:
    assert tuple(Device.of(told)) == device
