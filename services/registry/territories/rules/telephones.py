"""Which national numbering plan a territory dials by."""

MAINLAND = "FR"
OVERSEAS = {
    "971": "GP",
    "972": "MQ",
    "973": "GF",
    "974": "RE",
    "975": "PM",
    "976": "YT",
    "977": "BL",
    "978": "MF",
    "984": "TF",
    "986": "WF",
    "987": "PF",
    "988": "NC",
}


def telephone_region(department: str) -> str:
    """Name the plan (ISO 3166-1, as telephone libraries do) of a department."""
    return OVERSEAS.get(department, MAINLAND)
