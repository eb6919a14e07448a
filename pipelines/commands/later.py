"""Libraries that a command loads when it first uses them, and not with the first module that names them."""

import sys
from importlib import import_module
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a library, and becomes it with the first thing that is asked of it."""

    def __getattr__(self, name: str) -> Any:
        if sys.modules[self.__name__] is self:
            del sys.modules[self.__name__]
        library = import_module(self.__name__)
        self.__dict__.update(vars(library))
        return getattr(library, name)


def later(name: str) -> None:
    """Puts off loading a library. One that is loaded already stays as it is."""
    sys.modules.setdefault(name, _Later(name))
