"""Reproducible analysis and reporting of mine geo-environment surveys."""

from importlib.metadata import version

__version__ = version("dandong-analysis")
