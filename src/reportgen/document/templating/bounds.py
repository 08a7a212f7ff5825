"""Bounds on what filling in a text may take: steps, time, and the length of what comes of it.

Goes out: functions that count, and an exception. They know nothing of templates.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

LONGEST_VALUE = 1_000_000
LONGEST_TEXT = 30_000_000
_MOST_STEPS = 500_000
_MOST_SECONDS = 1.0
# To ask for the time takes longer than most steps, so it is asked for at each of so many.
_STEPS_TIMED = 512
_Item = TypeVar("_Item")


class TooMuch(Exception):  # noqa: N818 - a bound, not a fault of the program
    """A text takes too long to fill in, or becomes too long; carries which, in words."""


@dataclass(slots=True)
class _Spent:
    """What one text took so far. Units: seconds of the processor, so that a busy machine refuses nothing that another makes."""

    steps: int = 0
    letters: int = 0
    start: float = field(default_factory=lambda: sum(os.times()[:2]))


_spent: ContextVar[_Spent | None] = ContextVar("_spent", default=None)


@contextmanager
def bounded() -> Iterator[None]:
    """Bounds what is done inside; what is filled in on the way counts towards the same bounds."""
    if _spent.get() is not None:
        yield
        return
    token = _spent.set(_Spent())
    try:
        yield
    finally:
        _spent.reset(token)


@contextmanager
def untimed() -> Iterator[None]:
    """Does not count the time of what is done inside, which is known to end. Why: on a slow computer it is long."""
    spent, before = _spent.get(), sum(os.times()[:2])
    try:
        yield
    finally:
        if spent is not None:
            spent.start += sum(os.times()[:2]) - before


def spend(steps: int = 1, letters: int = 0) -> None:
    """Counts steps and letters that are written. Raises: TooMuch."""
    spent = _spent.get()
    if spent is None:
        return
    spent.steps += steps
    spent.letters += letters
    if spent.letters > LONGEST_TEXT:
        raise TooMuch(f"it becomes longer than {LONGEST_TEXT:,} characters")
    is_timed = spent.steps % _STEPS_TIMED < steps
    if spent.steps > _MOST_STEPS or (is_timed and sum(os.times()[:2]) - spent.start > _MOST_SECONDS):
        raise TooMuch("it takes too long, as a loop without end would")


def counted(items: Iterable[_Item]) -> Iterator[_Item]:
    """The same items, each of which is a step. Raises: TooMuch."""
    for item in items:
        spend()
        yield item


def weighed(value: _Item) -> _Item:
    """The same value, which takes the more steps the longer it is. Raises: TooMuch."""
    spend(1 + len(value) // _STEPS_TIMED if isinstance(value, str | list | tuple | dict | range) else 1)
    return value


def concatenated(parts: Iterable[str]) -> str:
    """One text made of many. Why: turns and calls are counted where they stand, so that their line is known. Raises: TooMuch."""
    found, length = [], 0
    for part in parts:
        length += len(part)
        if length > LONGEST_TEXT:
            raise TooMuch(f"it becomes longer than {LONGEST_TEXT:,} characters")
        found.append(part)
    return "".join(found)


def within(length: int) -> None:
    """Refuses to make a value of this many characters or parts. Raises: TooMuch."""
    if length > LONGEST_VALUE:
        raise TooMuch(f"it makes a value longer than {LONGEST_VALUE:,} characters")


def calculated(operator: str, left: object, right: object) -> None:
    """Refuses a calculation whose result would fill the memory. Raises: TooMuch, TypeError."""
    spend()
    sizes = [len(side) if isinstance(side, str | list | tuple) else None for side in (left, right)]
    numbers = [side for side in (left, right) if isinstance(side, int)]
    if operator == "%" and isinstance(left, str):
        raise TypeError("% is used with numbers alone")
    if operator == "*":
        for size, other in zip(sizes, (right, left), strict=True):
            if size is not None and isinstance(other, int):
                within(size * other)
    if operator == "+" and None not in sizes:
        within(sum(size or 0 for size in sizes))
    if operator in ("*", "**") and len(numbers) == 2:
        first, second = (abs(number).bit_length() for number in numbers)
        within((first + second if operator == "*" else first * abs(numbers[1])) * 250)
