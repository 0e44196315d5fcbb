"""Receives a file: read whole before anything is written."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PureWindowsPath
from uuid import UUID

from kit.errors import StaleVersion
from kit.files import KeptFiles, hash_of
from kit.ids import repeatable_id
from kit.scope import Everything, Held, Scope
from services.registry.imports.errors import (
    CensusNotMappable,
    CentreRequired,
    CentreUnknown,
    FileRefused,
    MissingHeadings,
)
from services.registry.imports.models import (
    MAPPABLE,
    Choice,
    Column,
    HeadingSeen,
    ImportBatch,
    Reading,
    State,
    seen,
)
from services.registry.imports.parsing import read_headings, read_table
from services.registry.imports.repository import BatchRepository, RegisterRepository

from .keeping import Keeper

NAME_LENGTH_MAX = 200


@dataclass(frozen=True)
class Upload:
    """A file as it came, and for which centre when the caller has several."""

    name: str
    data: bytes
    centre_id: UUID | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)


class ReceivingService:
    def __init__(
        self,
        *,
        batches: BatchRepository,
        register: RegisterRepository,
        files: KeptFiles,
        keeper: Keeper,
    ) -> None:
        self._batches = batches
        self._register = register
        self._files = files
        self._keeper = keeper

    async def receive(
        self, upload: Upload, *, by: UUID | None, scope: Scope
    ) -> ImportBatch:
        """Keep the file and have it analysed.

        Raises:
            FileRefused: it is no census; nothing was written.
        """
        reading = await _read(upload.data, upload.mapping)
        return await self._add(upload, reading, by=by, scope=scope)

    async def receive_or_ask(
        self, upload: Upload, *, by: UUID | None, scope: Scope
    ) -> ImportBatch | FileRefused:
        """As `receive`; headings that are missing can then be given by hand."""
        try:
            reading = await _read(upload.data, upload.mapping)
        except MissingHeadings as error:
            headings = await asyncio.to_thread(read_headings, upload.data)
            missing = tuple(Column(name) for name in error.facts["missing"])
            return await self._add(
                upload,
                None,
                by=by,
                scope=scope,
                headings=seen(headings),
                missing=missing,
            )
        except FileRefused as error:
            return error
        return await self._add(upload, reading, by=by, scope=scope)

    async def map_columns(
        self,
        batch_id: UUID,
        mapping: Mapping[str, str],
        *,
        version: int,
        scope: Scope,
    ) -> ImportBatch:
        """Read the file again with these columns, and judge it anew.

        Raises:
            FileRefused: a required column is still missing, or given twice.
            StaleVersion: the batch has moved since it was read.
        """
        batch = await self._batches.get(batch_id, scope=scope)
        if batch.state not in MAPPABLE:
            raise CensusNotMappable(state=batch.state)
        if batch.version != version:
            raise StaleVersion(batch_id, version)
        reading = await _read(await self._files.get(batch.file_id), mapping)
        return await self._keeper.start(
            batch,
            state=State.UPLOADED,
            choices=_choices(mapping),
            reading=reading,
            headings=reading.headings,
            missing=(),
            figures=None,
            done=0,
            total=reading.lines,
        )

    async def map_or_refuse(
        self,
        batch_id: UUID,
        mapping: Mapping[str, str],
        *,
        version: int,
        scope: Scope,
    ) -> ImportBatch | FileRefused:
        try:
            return await self.map_columns(
                batch_id, mapping, version=version, scope=scope
            )
        except FileRefused as error:
            return error

    async def _add(
        self,
        upload: Upload,
        reading: Reading | None,
        *,
        by: UUID | None,
        scope: Scope,
        headings: tuple[HeadingSeen, ...] = (),
        missing: tuple[Column, ...] = (),
    ) -> ImportBatch:
        centre_id = _centre_for(upload.centre_id, scope)
        importer = await self._register.importer(centre_id)
        batch_id, sha256 = repeatable_id(), hash_of(upload.data)
        same = await self._batches.find_same(sha256, centre_id=centre_id)
        name = _file_name(upload.name)
        await self._files.add(batch_id, upload.data, name=name)
        batch = ImportBatch(
            id=batch_id,
            centre_id=centre_id,
            region=importer.region,
            file_id=batch_id,
            file_name=name,
            size=len(upload.data),
            sha256=sha256,
            same_as=same.id if same and same.id != batch_id else None,
            state=State.UPLOADED if reading else State.MAPPING,
            uploaded_at=self._keeper.now(),
            uploaded_by=by,
            choices=_choices(upload.mapping),
            headings=reading.headings if reading else headings,
            missing=missing,
            reading=reading,
            total=reading.lines if reading else 0,
        )
        return await self._keeper.begin(batch)


async def _read(data: bytes, mapping: Mapping[str, str]) -> Reading:
    table = await asyncio.to_thread(read_table, data, mapping=mapping)
    return Reading.of(table)


def _choices(mapping: Mapping[str, str]) -> tuple[Choice, ...]:
    return tuple(Choice(heading=h, column=column) for h, column in mapping.items())


def _centre_for(wanted: UUID | None, scope: Scope) -> UUID | None:
    """Let the nation import for itself or for a centre; a manager for their own.

    Raises:
        CentreRequired: the manager has several and named none.
        CentreUnknown: it is not one of theirs.
    """
    match scope:
        case Everything():
            return wanted
        case Held(by=held):
            if wanted is None and len(held) == 1:
                return next(iter(held))
            if wanted is None:
                raise CentreRequired
            if wanted not in held:
                raise CentreUnknown
            return wanted


def _file_name(name: str) -> str:
    """Keep the last part, without signs that nobody sees."""
    last = PureWindowsPath(name).name
    shown = "".join(sign for sign in last if sign.isprintable())
    return shown[-NAME_LENGTH_MAX:] or "recensement"
