"""Frames as Parquet: the same frame gives the same bytes, decimals stay exact."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dandong_analysis.storage.files import read_bytes, write_bytes
from dandong_analysis.units import EXACT

# Eighteen decimals hold any area converted exactly into mu from hm2, km2, m2 or acres.
_DECIMAL = pa.decimal128(38, 18)


def frame_bytes(frame: pd.DataFrame) -> bytes:
    """A frame as Parquet; the same frame gives the same bytes.

    Columns that hold :class:`~decimal.Decimal` are stored exactly.
    """
    table = pa.Table.from_pandas(frame, schema=_schema(frame), preserve_index=False)
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink, compression="zstd")
    return bytes(sink.getvalue())


def write_frame(path: Path, frame: pd.DataFrame) -> None:
    write_bytes(path, frame_bytes(frame))


def read_frame(path: Path) -> pd.DataFrame:
    """A frame written by :func:`write_frame`, with its dtypes and exact decimals."""
    table = pq.read_table(pa.BufferReader(read_bytes(path)))
    frame: pd.DataFrame = table.to_pandas()
    for column in table.schema:
        if pa.types.is_decimal(column.type):
            values = [_plain(v) for v in frame[column.name]]
            frame[column.name] = pd.Series(values, frame.index, dtype=object)
    return frame


def write_frames(folder: Path, frames: Mapping[str, pd.DataFrame]) -> None:
    for name, frame in frames.items():
        write_frame(folder / f"{name}.parquet", frame)


def read_frames(folder: Path) -> dict[str, pd.DataFrame]:
    return {p.stem: read_frame(p) for p in sorted(folder.glob("*.parquet"))}


def _plain(value: Decimal | None) -> Decimal | None:
    """Without the trailing zeros that the fixed scale of the file adds."""
    if value is None:
        return None
    normal = EXACT.normalize(value)
    return normal if normal.as_tuple().exponent <= 0 else normal.quantize(Decimal(1), context=EXACT)  # type: ignore[operator]


def _schema(frame: pd.DataFrame) -> pa.Schema:
    inferred = pa.Schema.from_pandas(frame.drop(columns=_objects(frame)), preserve_index=False)
    known = {f.name: f for f in inferred}
    fields = [known.get(str(n)) or pa.field(str(n), _DECIMAL) for n in frame.columns]
    return pa.schema(fields, metadata=None)


def _objects(frame: pd.DataFrame) -> list[str]:
    return [str(n) for n in frame.columns if frame[n].dtype == object]
