"""Signed links: dated, for one purpose, acting on POST only."""

from datetime import timedelta
from typing import Any, ClassVar

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from kit.errors import ServiceError
from kit.texts import N_


class LinkExpired(ServiceError):
    status: ClassVar[int] = 410
    title: ClassVar[str] = N_("Ce lien a expiré")
    detail: ClassVar[str] = N_("Demandez-en un nouveau à qui vous l’a envoyé.")


class LinkInvalid(ServiceError):
    status: ClassVar[int] = 404
    title: ClassVar[str] = N_("Ce lien n’est pas valable")
    detail: ClassVar[str] = N_(
        "Copiez-le entier depuis l’e-mail, ou demandez-en un autre."
    )


class Links:
    """One secret signs all; the purpose keeps a link from serving another one's."""

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def sign(self, purpose: str, facts: dict[str, Any]) -> str:
        """Sign ids and codes; a link must tell nobody's name or address."""
        return self._serializer(purpose).dumps(facts)

    def read(self, purpose: str, token: str, *, valid_for: timedelta) -> dict[str, Any]:
        """Return what was signed.

        Raises:
            LinkExpired: it was right, too long ago.
            LinkInvalid: it was never signed here for this purpose.
        """
        try:
            facts: dict[str, Any] = self._serializer(purpose).loads(
                token, max_age=int(valid_for.total_seconds())
            )
        except SignatureExpired as error:
            raise LinkExpired from error
        except BadSignature as error:
            raise LinkInvalid from error
        return facts

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._secret, salt=f"maillage.{purpose}")
