"""``python -m dandong_analysis`` is the command ``dandong``."""

from dandong_analysis.cli import main

if __name__ == "__main__":
    main()
