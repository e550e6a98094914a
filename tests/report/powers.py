"""What no script of a page may name: it could make markup of text, or ask somebody."""

import re

FORBIDDEN = re.compile(
    r"innerHTML|insertAdjacent|document\.write|eval|Function|fetch|XMLHttp|import"
    r"|Worker|Beacon|cookie|https?:"
)
