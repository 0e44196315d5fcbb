"""A theme as it is shown."""

from pydantic import BaseModel, ConfigDict

from schemas.reference import THEMES


class ThemeView(BaseModel):
    model_config = ConfigDict(frozen=True)

    code: str
    label_fr: str
    label_en: str


VIEWS: tuple[ThemeView, ...] = tuple(
    ThemeView(code=theme, label_fr=label.fr, label_en=label.en)
    for theme, label in THEMES.items()
)
