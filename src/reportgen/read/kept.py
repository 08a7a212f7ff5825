"""What is made of a workspace once, and kept with it.

Comes in: a function that is asked of a workspace. Goes out: the same, whose answers last as long as the workspace, and no longer.
"""

from collections.abc import Callable
from functools import lru_cache, partial, wraps
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar


class Kept(dict[str, Any]):
    """The answers of each function, by its name. Why: in another process nothing is kept yet, so nothing of it goes there."""

    def __reduce__(self) -> "tuple[type[Kept], tuple[()]]":
        return Kept, ()


class _Keeper(Protocol):
    @property
    def kept(self) -> Kept: ...


_Asked = ParamSpec("_Asked")
_Owner = TypeVar("_Owner", bound=_Keeper)
_Made = TypeVar("_Made")
_Function = Callable[Concatenate[_Owner, _Asked], _Made]


def kept(most: int) -> Callable[[_Function[_Owner, _Asked, _Made]], _Function[_Owner, _Asked, _Made]]:
    """Keeps the last answers of a function with the workspace that it was asked of. Units: `most` answers."""

    def decorate(function: _Function[_Owner, _Asked, _Made]) -> _Function[_Owner, _Asked, _Made]:
        name = function.__qualname__

        @wraps(function)
        def recalled(owner: _Owner, /, *asked: _Asked.args, **named: _Asked.kwargs) -> _Made:
            if name not in owner.kept:
                owner.kept.setdefault(name, lru_cache(maxsize=most)(partial(function, owner)))
            answer: _Made = owner.kept[name](*asked, **named)
            return answer

        return recalled

    return decorate
