"""Files in GridFS: kept whole with their hash, nothing on a local disk."""

import contextlib
import hashlib
import io
from uuid import UUID

from gridfs.errors import NoFile

from kit.mongo import Files, claimed, in_time


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class KeptFiles:
    """The files of one feature, by the ids that it gives them."""

    def __init__(self, files: Files) -> None:
        self._files = files

    async def add(self, file_id: UUID, data: bytes, *, name: str) -> None:
        """Keep it; again after a crash, what was half written is written anew."""
        await claimed()
        await self.remove(file_id)
        told = {"sha256": hash_of(data)}
        await in_time(
            lambda: self._files.upload_from_stream_with_id(
                file_id, name, data, metadata=told
            ),
            waits_for_majority=True,
        )

    async def get(self, file_id: UUID) -> bytes:
        """Return the whole file.

        Raises:
            NoFile: it was removed.
        """
        target = io.BytesIO()
        await in_time(lambda: self._files.download_to_stream(file_id, target))
        return target.getvalue()

    async def has(self, file_id: UUID) -> bool:
        found = self._files.find({"_id": file_id}).limit(1)
        return bool(await found.to_list(1))

    async def remove(self, file_id: UUID) -> None:
        with contextlib.suppress(NoFile):
            await in_time(lambda: self._files.delete(file_id), waits_for_majority=True)
