"""Versions over HTTP."""


def etag(version: int) -> dict[str, str]:
    """Return the header that names a version; the caller sends it back in If-Match."""
    return {"ETag": f'"v{version}"'}
