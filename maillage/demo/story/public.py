"""Step 8: without an account, the agenda, help nearby and the resource centres."""

from kit.texts import N_
from maillage.demo.stage import Stage

POSTCODE = "42000"


async def public(stage: Stage) -> None:
    visitor = stage.anyone
    webinars = (await visitor.get("/webinars"))["items"]
    stage.tell.say(
        N_("L’agenda public montre {count} webinaires."), count=len(webinars)
    )
    points = (await visitor.get("/reception-points", place=POSTCODE))["items"]
    stage.tell.say(
        N_("Près de {town}, {count} points d’accueil ; le premier : {name}."),
        town=POSTCODE,
        count=len(points),
        name=points[0]["name"] if points else "",
    )
    centres = (await visitor.get("/centres"))["items"]
    stage.tell.say(N_("{count} centres de ressources, par région."), count=len(centres))
