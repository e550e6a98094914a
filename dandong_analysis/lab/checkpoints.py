"""Where JupyterLab keeps the copy of a file that it makes when the file is opened."""

from pathlib import Path

from jupyter_server.services.contents.filecheckpoints import AsyncFileCheckpoints

_KEPT = ".dandong/checkpoints"


class StudyCheckpoints(AsyncFileCheckpoints):  # type: ignore[misc]  # it has no annotations
    """Keeps the copies with what the program keeps.

    Beside the file, where they are usually kept, a copy would be one more file of a delivery or
    of the published set.
    """

    def checkpoint_path(self, checkpoint_id: str, path: str) -> str:
        """The copy of ``path``, which counts from the study; there is one of each file."""
        kept = Path(self._get_os_path(f"{_KEPT}/{path.strip('/')}"))
        with self.perm_to_403():
            kept.parent.mkdir(parents=True, exist_ok=True)
        return f"{kept}.{checkpoint_id}"
