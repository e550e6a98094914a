"""What a notebook calls in JupyterLab; none of it needs a path."""

from dandong_analysis.lab.opening import fact
from dandong_analysis.lab.overview import overview
from dandong_analysis.lab.panel import panel

__all__ = ["fact", "overview", "panel"]
