"""The demo: the files three invented companies would have, from a seed, to be loaded like anybody's."""

from pipelines.demo.files import DemoFile
from pipelines.demo.make import make

__all__ = ["DemoFile", "make"]
