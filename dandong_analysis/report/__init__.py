"""From facts to documents: blocks, wording, figures, exporters."""
