"""Unused space in the pages of a SQLite database.

Between the list of cells and the cells, and in the gaps among these, a page keeps what it once
held, and releases of SQLite differ in what that is. Without it, equal contents give equal bytes.
Format: "Database File Format" of SQLite, sections 1.3 and 1.6.
"""

import struct
from collections.abc import Iterator

_FILE_HEADER = 100
_PAGE_SIZE = slice(16, 18)
_INDEX_INTERIOR, _TABLE_INTERIOR = 2, 5
_LEAF_HEADER, _INTERIOR_HEADER = 8, 12
# What the two-byte fields of a header say when they mean 65536.
_LARGEST = 65536


def without_remains(data: bytes, roots: list[int]) -> bytes:
    """``data`` with zeros in the unused space of all pages below ``roots`` (page numbers)."""
    made, size = bytearray(data), _page_size(data)
    waiting = list(roots)
    while waiting:
        page = waiting.pop()
        start = (page - 1) * size
        header = start + (_FILE_HEADER if page == 1 else 0)
        waiting += _children(data, start, header)
        cells, content = struct.unpack_from(">HH", data, header + 3)
        free, used = _cells_at(data, header) + 2 * cells, start + (content or _LARGEST)
        made[free:used] = bytes(used - free)
        for gap, end in _gaps(data, start, header):
            made[gap:end] = bytes(end - gap)
    return bytes(made)


def _gaps(data: bytes, start: int, header: int) -> Iterator[tuple[int, int]]:
    """Begin and end of the free blocks of a page, without the chain that links them."""
    (block,) = struct.unpack_from(">H", data, header + 1)
    while block:
        following, length = struct.unpack_from(">HH", data, start + block)
        yield start + block + 4, start + block + length
        block = following


def _page_size(data: bytes) -> int:
    (size,) = struct.unpack(">H", data[_PAGE_SIZE])
    return _LARGEST if size == 1 else int(size)


def _is_interior(data: bytes, header: int) -> bool:
    return data[header] in (_INDEX_INTERIOR, _TABLE_INTERIOR)


def _cells_at(data: bytes, header: int) -> int:
    """Where the list of cells begins."""
    return header + (_INTERIOR_HEADER if _is_interior(data, header) else _LEAF_HEADER)


def _children(data: bytes, start: int, header: int) -> Iterator[int]:
    """The pages below an interior page."""
    if not _is_interior(data, header):
        return
    yield from struct.unpack_from(">I", data, header + _LEAF_HEADER)
    (cells,) = struct.unpack_from(">H", data, header + 3)
    for cell in struct.unpack_from(f">{cells}H", data, _cells_at(data, header)):
        yield from struct.unpack_from(">I", data, start + cell)
