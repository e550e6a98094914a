"""Plan attainment: targets, progress at a date, projection."""
