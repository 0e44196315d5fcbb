"""One's own second factor on a page, and what was sent from there."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final, TypeVar

from fastapi import Depends, Request, Response
from markupsafe import Markup
from pydantic import BaseModel, SecretStr

from kit.http import PagesNow, TextsNow, provided, read_form, signed_in
from kit.identity.callers import Caller
from kit.pages import Form, Pages
from kit.texts import Texts
from services.registry.accounts.models import Refused
from services.registry.second_factor.models import PasswordAgain, RecoveryCodes
from services.registry.second_factor.rules import drawn, grouped
from services.registry.second_factor.service import SecondFactorService

from .words import WRONG_PASSWORD, labels, refused

M = TypeVar("M", bound=BaseModel)

SecondFactor = Annotated[SecondFactorService, Depends(provided(SecondFactorService))]
Person = Annotated[Caller, Depends(signed_in)]

OWN: Final = "registry/second_factor/factor.html"
ADDING: Final = "registry/second_factor/adding.html"
CODES: Final = "registry/second_factor/codes.html"


@dataclass(frozen=True, slots=True)
class Sheet:
    request: Request
    pages: Pages
    texts: Texts
    factor: SecondFactorService
    caller: Caller

    async def read(self, model: type[M]) -> tuple[M | None, Form]:
        return await read_form(
            self.request, model, self.texts, labels=labels(self.texts)
        )

    async def by_password(
        self,
        do: Callable[[Caller, SecretStr], Awaitable[Any]],
        *,
        then: Callable[[Any], Response],
    ) -> Response:
        """Do it with the password that was sent, or say why nothing was done."""
        given, form = await self.read(PasswordAgain)
        if given is None:
            return await self.show(form)
        outcome = await do(self.caller, given.password)
        if isinstance(outcome, Refused):
            return await self.show(refused("password", WRONG_PASSWORD, self.texts))
        return then(outcome)

    async def show(self, form: Form, *, done: str | None = None) -> Response:
        return self.pages.render(
            self.request,
            OWN,
            state=await self.factor.state(self.caller),
            form=form,
            done=done,
            status=422 if form.errors else 200,
        )

    async def show_adding(self, form: Form) -> Response:
        proposal = await self.factor.proposal(self.caller)
        return self.pages.render(
            self.request,
            ADDING,
            key=grouped(proposal.key),
            drawing=Markup(drawn(proposal.uri)),  # noqa: S704 - drawn here, of nobody's words
            form=form,
            status=422 if form.errors else 200,
        )

    def show_codes(self, codes: RecoveryCodes) -> Response:
        """Answer with the codes themselves: no address could show them just once."""
        return self.pages.render(
            self.request, CODES, codes=codes.recovery_codes, status=201
        )


async def sheet(
    request: Request,
    pages: PagesNow,
    texts: TextsNow,
    factor: SecondFactor,
    caller: Person,
) -> Sheet:
    return Sheet(request, pages, texts, factor, caller)


OwnSheet = Annotated[Sheet, Depends(sheet)]
