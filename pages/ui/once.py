"""What is made once for all who see the same: a picture, or a table in words. Making it takes longer than all else."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial, wraps
from typing import Any, ParamSpec, TypeVar, cast

import polars as pl

P = ParamSpec("P")
R = TypeVar("R")
_KEPT = 400


@dataclass(frozen=True)
class _Wanted:
    """What something is made of, and how it is made where it is not there yet."""

    of: Hashable
    make: Callable[[], Any] = field(compare=False)


def once(make: Callable[P, R]) -> Callable[P, R]:
    """The same function, which gives the same thing for frames with the same rows and the same words: to be looked at
    and not changed."""

    @wraps(make)
    def made(*args: P.args, **named: P.kwargs) -> R:
        of = (make.__module__, make.__name__, *map(_told, args), *((name, _told(one)) for name, one in named.items()))
        return cast("R", _made(_Wanted(of, partial(make, *args, **named))))

    return made


@lru_cache(maxsize=_KEPT)
def _made(wanted: _Wanted) -> Any:
    return wanted.make()


def _told(value: object) -> Hashable:
    """What two values have in common of which the same is made."""
    match value:
        case pl.DataFrame():
            return tuple(value.schema.items()), value.hash_rows().to_numpy().tobytes()
        case Mapping():
            return tuple((name, _told(one)) for name, one in value.items())
        case list():
            return tuple(value)
        case Hashable():
            return value
        case _:
            raise TypeError(type(value))
