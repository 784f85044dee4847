"""Uploads stay in memory: a handler that never opens a file, with a ceiling for all files together."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from evenstep.web.outcome import Upload
from evenstep.web.settings import MAX_UPLOAD_BYTES
from evenstep.web.side_files import put_together


class MemoryOnly(FileUploadHandler):
    """Keeps each file's bytes in memory. A file that passes the ceiling is skipped and named in ``too_large``.

    Django's own handlers write files over 2.5 MB to the temporary folder, in the clear.
    """

    def __init__(self, request: HttpRequest | None = None, most_bytes: int = MAX_UPLOAD_BYTES) -> None:
        super().__init__(request)
        self.too_large: list[str] = []
        self._most_bytes = most_bytes
        self._total = 0
        self._buffer = BytesIO()

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        self._buffer = BytesIO()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Take the next bytes; past the ceiling the rest of this file is read and thrown away."""
        self._total += len(raw_data)
        if self._total > self._most_bytes:
            self._total -= start + len(raw_data)  # its bytes are let go: a smaller file after it may still fit
            self._buffer = BytesIO()
            self.too_large.append(self.file_name or "")
            raise SkipFile
        self._buffer.write(raw_data)
        return None

    def file_complete(self, file_size: int) -> InMemoryUploadedFile:
        """Hand the finished file on."""
        self._buffer.seek(0)
        return InMemoryUploadedFile(
            file=self._buffer,
            field_name=self.field_name,
            name=self.file_name,
            content_type=self.content_type or "",
            size=file_size,
            charset=self.charset,
            content_type_extra=self.content_type_extra,
        )


def take_uploads(request: HttpRequest, field: str) -> tuple[tuple[Upload, ...], tuple[str, ...]]:
    """The files of ``field``, numbered as they were sent, and the names of those that were too large."""
    files = request.FILES.getlist(field)
    uploads = tuple(Upload(n, file.name or "file", file.read()) for n, file in enumerate(files))
    skipped = [name for handler in request.upload_handlers for name in getattr(handler, "too_large", [])]
    return put_together(uploads), tuple(skipped)
