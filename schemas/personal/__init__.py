"""What is kept about people: which fields, what for, how long."""

from .keeping import KEPT, Kept, Rule
from .marking import CATEGORIES, Category, Personal, personal_fields
from .purposes import PURPOSES, Basis, Purpose
from .register import HEADINGS, REGISTER, Processed

__all__ = [
    "CATEGORIES",
    "HEADINGS",
    "KEPT",
    "PURPOSES",
    "REGISTER",
    "Basis",
    "Category",
    "Kept",
    "Personal",
    "Processed",
    "Purpose",
    "Rule",
    "personal_fields",
]
