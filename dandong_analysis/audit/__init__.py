"""The plan auditor: relations between published figures, rounding, localisation."""
