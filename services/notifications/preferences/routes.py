"""The preferences' HTTP API."""

from typing import Annotated

from fastapi import Depends, Response

from kit.http import IfMatch, Router, etag, provided, signed_in
from kit.identity.callers import Caller

from .models import NewPreferences, PreferencesView
from .service import PreferenceService

router = Router(prefix="/preferences", tags=["preferences"])

Choosing = Annotated[PreferenceService, Depends(provided(PreferenceService))]
Person = Annotated[Caller, Depends(signed_in)]


@router.get("", responses={401: {"description": "Nobody is signed in."}})
async def get_preferences(
    caller: Person, preferences: Choosing, response: Response
) -> PreferencesView:
    view = await preferences.view(caller.person, caller.roles)
    response.headers.update(etag(view.version))
    return view


@router.put(
    "",
    responses={
        401: {"description": "Nobody is signed in."},
        412: {"description": "Changed since the version that If-Match names."},
        422: {"description": "A mandatory family, or an unknown one."},
    },
)
async def change_preferences(
    caller: Person,
    wanted: NewPreferences,
    version: IfMatch,
    preferences: Choosing,
    response: Response,
) -> PreferencesView:
    await preferences.choose(caller.person, wanted.muted, version=version)
    view = await preferences.view(caller.person, caller.roles)
    response.headers.update(etag(view.version))
    return view
