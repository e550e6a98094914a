"""The built report as pictures, for people who review how it looks."""
