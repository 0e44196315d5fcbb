"""Each line of the table in its short variant, on servers of its own."""

import json

import pytest

from .finding import find_lines
from .line import Line
from .trying import tried


@pytest.mark.timeout(180)
@pytest.mark.parametrize("line", find_lines(), ids=lambda line: line.id)
async def test_a_line_of_the_table_holds_for_some_seconds(line: Line) -> None:
    found = await tried(line, is_short=True)

    assert found["held"], json.dumps(found, indent=2, default=str)
