"""Speed and memory of a build, beside a peer measured in the same run (``make bench``)."""
