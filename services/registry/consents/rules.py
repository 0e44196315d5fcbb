"""What an answer changes: the same one again changes nothing."""

from datetime import datetime

from .errors import PurposeUnknown, WordingChanged
from .models import WORDINGS, Answer, Consents, Wording


def wording_of(purpose: str) -> Wording:
    """Return the text of today.

    Raises:
        PurposeUnknown: nothing is asked for that.
    """
    if purpose not in WORDINGS:
        raise PurposeUnknown(purpose=purpose)
    return WORDINGS[purpose][-1]


def given(consents: Consents, purpose: str, *, version: int, at: datetime) -> Consents:
    """Consent to the text that was read.

    Raises:
        WordingChanged: it is no longer the text of today.
    """
    wording = wording_of(purpose)
    if version != wording.version:
        raise WordingChanged(version=wording.version)
    last = consents.last(purpose)
    if last is not None and last.is_given and last.version == version:
        return consents
    return _answered(consents, purpose, version=version, is_given=True, at=at)


def withdrawn(consents: Consents, purpose: str, *, at: datetime) -> Consents:
    wording_of(purpose)
    last = consents.last(purpose)
    if last is None or not last.is_given:
        return consents
    return _answered(consents, purpose, version=last.version, is_given=False, at=at)


def _answered(
    consents: Consents, purpose: str, *, version: int, is_given: bool, at: datetime
) -> Consents:
    answer = Answer(purpose=purpose, version=version, is_given=is_given, at=at)
    others = tuple(one for one in consents.given if one != purpose)
    return consents.model_copy(
        update={
            "answers": (*consents.answers, answer),
            "given": (*others, purpose) if is_given else others,
        }
    )
