"""The seeded generator of the demonstration survey (synthetic)."""
