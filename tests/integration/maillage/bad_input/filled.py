"""What a person would write into each form, and who is given it."""

from collections.abc import Mapping

from kit.ids import new_id

from .operations import FormPage
from .samples import EMAIL, PASSWORD, SOMEBODY, SOON, WORDS

FILLED: Mapping[str, Mapping[str, str]] = {
    "sign_in": {"email": EMAIL, "password": "x"},
    "change_password": {"current": "x", "new": PASSWORD},
    "change_language": {"language": "en"},
    "suspend_advisor": {"reason": WORDS},
    "take_away": {"reason": WORDS},
    "note_departure": {"reason": WORDS},
    "accept_invitation": {"password": PASSWORD, "language": "fr"},
    "sign_charter": {"version": "1", "hash": "0" * 64},
    "change_advisor": {"version": "1", "profile": "dedicated"},
    "change_quotity": {"version": "1", "structure_id": str(new_id()), "quotity": "50"},
    "add_partner": {"name": "Une autre", "fee": "1000"},
    "change_partner": {"version": "1", "name": "Une autre", "fee": "1000"},
    "add_structure_by_form": {
        "name": "CMA",
        "kind": "cma",
        "postcode": "34000",
        "town": "Montpellier",
        "phone": "0467000001",
        "email": "a@b.example",
    },
    "change_structure_by_form": {
        "version": "1",
        "name": "CMA",
        "kind": "cma",
        "postcode": "34000",
        "town": "Montpellier",
    },
    "designate_centre_by_form": {"structure_id": str(new_id())},
    "withdraw_centre_by_form": {"version": "1"},
    "map_columns_by_form": {"version": "1"},
    "apply_by_form": {"version": "1"},
    "seat_member_on_page": {
        "email": EMAIL,
        "organisation_id": str(new_id()),
        "role": "voting",
        "term_starts_on": "2026-11-23",
    },
    "open_vote_on_page": {"mode": "named", "days": "4"},
    "cast_ballot_on_page": {"choice": "no", "reason": WORDS},
    "send_proposal": {
        "title_fr": "Titre",
        "abstract_fr": "Résumé",
        "objectives": "Objectifs",
        "audience": "everyone",
        "level": "beginner",
        "themes": "facture-electronique",
        "speakers": SOMEBODY,
        "duration_minutes": "60",
        "seats_max": "50",
        "commercial_interest": WORDS,
        "wish_1": f"{SOON}T10:00",
    },
    "send_schedule": {
        "version": "1",
        "starts_at": f"{SOON}T10:00",
        "room": "gutenberg",
        "duration_minutes": "60",
        "speakers": SOMEBODY,
    },
    "give_role": {
        "email": "personne@exemple.fr",
        "role": "operator",
        "reach": "nation",
    },
    "send_publication": {"version": "1"},
    "send_cancellation": {"version": "1"},
    "save_preferences": {"version": "0"},
    "create_webhook": {
        "url": "http://127.0.0.1:9/",
        "types": "fr.transition-numerique.webinars.webinar.published.v1",
        "regions": "76",
    },
    "create_key": {"name": "Une clé", "scopes": "events.read"},
    "discard_one": {"reason": WORDS},
    "discard_chosen": {"id": str(new_id()), "reason": WORDS},
    "rehearse_chosen": {"id": str(new_id())},
    "try_replay_on_page": {"group": "notifications.webinars", "rate": "10"},
    "start_replay_on_page": {
        "group": "notifications.webinars",
        "rate": "10",
        "reason": WORDS,
    },
    "ask_rebuild_on_page": {"model": "webinars.partners", "reason": WORDS},
    "start_letter_replay": {"as_of": "2026-11-23T12:00:00+00:00", "reason": "nowhere"},
}
# These read nothing of a form that is not theirs, or go back to the page.
IGNORING = frozenset({"change_language", "sign_charter", "invite_advisors"})

_BY_START: Mapping[str, str] = {
    "/compte": "advisor",
    "/comptes": "national_admin",
    "/charte": "advisor",
    "/certification": "advisor",
    "/preferences": "advisor",
    "/messages": "advisor",
    "/webinaires/mes-inscriptions": "advisor",
    "/conseillers": "centre_manager",
    "/structures": "centre_manager",
    "/recensement": "centre_manager",
    "/webinaires": "partner",
    "/votes": "member",
    "/dossiers": "member",
    "/abonnements": "operator",
    "/lettres-mortes": "operator",
    "/rejeux": "operator",
    "/copies": "operator",
    "/cles": "operator",
    "/journal": "operator",
    "/sante": "operator",
    "/connexion": "nobody",
    "/invitation": "nobody",
    "/desabonnement": "nobody",
}


def actor_at(form: FormPage) -> str:
    """Return who is shown this form."""
    found = [one for one in _BY_START if form.path.startswith(one)]
    return _BY_START[max(found, key=len)] if found else "national_admin"
