"""The only module that touches the disk: reading inputs, writing results, hashing."""

import hashlib
import json
import os
import tempfile
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from dandong_analysis.errors import DandongError, Place, Problem, Text
from dandong_analysis.study import Study, parse_study

# Eighteen decimals hold any area converted exactly into mu from hm2, km2, m2 or acres.
_DECIMAL = pa.decimal128(38, 18)


def read_bytes(path: Path) -> bytes:
    """The contents of one input file.

    Raises
    ------
    DandongError
        When the file does not exist or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise DandongError(_unreadable(path, error)) from error


def read_toml(path: Path) -> dict[str, Any]:
    """A parsed TOML file; a syntax error names the file and the line."""
    try:
        return tomllib.loads(read_bytes(path).decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise DandongError(_bad_toml(path, error)) from error


def read_study(root: Path) -> Study:
    """The study in folder ``root``."""
    return parse_study(read_toml(root / "study.toml"))


def list_files(folder: Path) -> list[Path]:
    """All files below ``folder`` in a stable order."""
    return sorted(p for p in folder.rglob("*") if p.is_file())


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_bytes(path: Path, data: bytes) -> None:
    """Write ``data`` so that ``path`` holds either its old contents or all of the new ones."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    staged = Path(name)
    staged.chmod(0o644)
    staged.replace(path)


def write_json(path: Path, value: object) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
    write_bytes(path, f"{text}\n".encode())


def read_json(path: Path) -> Any:  # noqa: ANN401 - JSON has no static type
    return json.loads(read_bytes(path))


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
    normal = value.normalize()
    return normal if normal.as_tuple().exponent <= 0 else normal.quantize(Decimal(1))  # type: ignore[operator]


def _schema(frame: pd.DataFrame) -> pa.Schema:
    inferred = pa.Schema.from_pandas(frame.drop(columns=_objects(frame)), preserve_index=False)
    known = {f.name: f for f in inferred}
    fields = [known.get(str(n)) or pa.field(str(n), _DECIMAL) for n in frame.columns]
    return pa.schema(fields, metadata=None)


def _objects(frame: pd.DataFrame) -> list[str]:
    return [str(n) for n in frame.columns if frame[n].dtype == object]


def _unreadable(path: Path, error: OSError) -> Problem:
    return Problem(
        "file-unreadable",
        Text("文件不存在或无法读取", "the file is absent or cannot be read"),
        Text("没有使用它的内容", "nothing of it was used"),
        Text("请检查文件名和权限", "check its name and permissions"),
        Place(file=path.name), error.strerror or "",
    )  # fmt: skip


def _bad_toml(path: Path, error: Exception) -> Problem:
    return Problem(
        "toml-syntax",
        Text("文件不是正确的 TOML", "the file is not valid TOML"),
        Text("没有使用它的内容", "nothing of it was used"),
        Text("请改正所指的位置", "mend the place named"),
        Place(file=path.name), str(error),
    )  # fmt: skip
