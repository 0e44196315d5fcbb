"""How a choice is told."""

from schemas.events.notifications import PreferencesChanged

from .models import Preferences


def changed(preferences: Preferences) -> PreferencesChanged:
    return PreferencesChanged(person_id=preferences.id, muted=preferences.muted)
