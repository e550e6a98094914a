"""How severely mines affect their surroundings: grades, composite index, comparison of methods."""
