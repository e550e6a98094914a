"""JupyterLab for a study: starting it, an overview, a panel, and facts that open.

A notebook imports :mod:`dandong_analysis.lab.start`. Nothing is imported here, so that
``dandong lab`` can say what is missing where JupyterLab is not installed.
"""
