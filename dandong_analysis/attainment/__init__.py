"""Plan attainment: targets, evidence, progress at a date, rates, projection, funds.

:func:`~dandong_analysis.attainment.evaluation.evaluate_plan` gives all of it.
"""
