"""The only package that touches the disk: reading inputs, writing results, hashing."""

from dandong_analysis.storage.files import (
    digest,
    exchange,
    inside,
    json_bytes,
    list_files,
    locked,
    move,
    private_folder,
    read_bytes,
    read_json,
    remove,
    replace_folder,
    sha256,
    sync_folder,
    write_bytes,
    write_json,
)
from dandong_analysis.storage.frames import (
    frame_bytes,
    read_frame,
    read_frames,
    write_frame,
    write_frames,
)
from dandong_analysis.storage.inputs import (
    read_study,
    read_toml,
    study_root,
)

__all__ = [
    "digest",
    "exchange",
    "frame_bytes",
    "inside",
    "json_bytes",
    "list_files",
    "locked",
    "move",
    "private_folder",
    "read_bytes",
    "read_frame",
    "read_frames",
    "read_json",
    "read_study",
    "read_toml",
    "remove",
    "replace_folder",
    "sha256",
    "study_root",
    "sync_folder",
    "write_bytes",
    "write_frame",
    "write_frames",
    "write_json",
]
