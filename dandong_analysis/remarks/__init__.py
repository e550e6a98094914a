"""Texts that evaluators write into the fields of a chapter, kept in a file of the study."""
