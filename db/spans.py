"""Spans of time in a statement: databases count them each in their own way."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Date, Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement


class seconds(FunctionElement[float]):  # noqa: N801 - it is written like a function of SQL
    """``seconds(begin, end)``, right to a millisecond; null when one of the two is."""

    type = Float()
    inherit_cache = True

    def __init__(self, begin: Any, end: Any) -> None:
        super().__init__(begin, end)


@compiles(seconds, "sqlite")
def _sqlite(element: seconds, compiler: Any, **options: Any) -> str:
    begin, end = (compiler.process(each, **options) for each in element.clauses)
    return f"((julianday({end}) - julianday({begin})) * 86400.0)"


@compiles(seconds, "postgresql")
def _postgresql(element: seconds, compiler: Any, **options: Any) -> str:
    begin, end = (compiler.process(each, **options) for each in element.clauses)
    return f"EXTRACT(EPOCH FROM ({end} - {begin}))::float"


class year_begin(FunctionElement[date]):  # noqa: N801
    """``year_begin(day)``: 1 January of its year."""

    type = Date()
    inherit_cache = True

    def __init__(self, day: Any) -> None:
        super().__init__(day)


@compiles(year_begin, "sqlite")
def _year_sqlite(element: year_begin, compiler: Any, **options: Any) -> str:
    (day,) = (compiler.process(each, **options) for each in element.clauses)
    return f"(substr({day}, 1, 4) || '-01-01')"


@compiles(year_begin, "postgresql")
def _year_postgresql(element: year_begin, compiler: Any, **options: Any) -> str:
    (day,) = (compiler.process(each, **options) for each in element.clauses)
    return f"date_trunc('year', {day})::date"
