"""An advisor's record without the person: what counts need stays."""

from services.registry.advisors.models import Advisor


def anonymised(advisor: Advisor) -> Advisor:
    """Keep territory, profile, dates and the label; the links sent out are dead."""
    places = tuple(
        one.model_copy(update={"phone": None}) for one in advisor.affiliations
    )
    return advisor.model_copy(
        update={
            "status": "left",
            "affiliations": places,
            "invitation": advisor.invitation + 1,
            "halt": None,
            "origin": None,
            "words": (),
            "sort_key": "",
        }
    )
