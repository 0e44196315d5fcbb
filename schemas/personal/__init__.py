"""What is kept about people: which fields, what for, how long."""

from .keeping import KEPT, Kept, Rule
from .marking import Category, Personal, personal_fields
from .purposes import PURPOSES, Basis, Purpose

__all__ = [
    "KEPT",
    "PURPOSES",
    "Basis",
    "Category",
    "Kept",
    "Personal",
    "Purpose",
    "Rule",
    "personal_fields",
]
