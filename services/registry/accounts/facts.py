"""How a change to an account is told."""

from schemas.events.registry import AccountLanguageChanged, AccountOpened

from .models import Account


def opened(account: Account) -> AccountOpened:
    return AccountOpened(
        account_id=account.id,
        person_id=account.person_id,
        language=account.language,
        is_active=account.is_active,
    )


def language_changed(account: Account) -> AccountLanguageChanged:
    return AccountLanguageChanged(
        account_id=account.id,
        person_id=account.person_id,
        language=account.language,
        is_active=account.is_active,
    )
