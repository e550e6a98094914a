"""From delivered files to typed tables, with every row and cell accounted for."""
