"""From typed tables to facts: indicators, evaluation, reconciliation."""
