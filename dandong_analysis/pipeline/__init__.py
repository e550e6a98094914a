"""The build graph, kernels and publishing."""
