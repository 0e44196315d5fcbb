"""The gateway of a larger installation: nginx, with the configuration we ship."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from maillage.deployment import gateway_on
from maillage.embedded.processes import ServerProcess

NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")

AROUND = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log warn;
events {{ worker_connections 4096; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/gateway.conf;
}}
"""


@asynccontextmanager
async def gateway(
    folder: Path, *, port: int, servers: Mapping[str, Sequence[str]]
) -> AsyncIterator[ServerProcess]:
    """Run nginx on loopback, as an ordinary user would, while the block runs."""
    if NGINX is None:
        raise RuntimeError("nginx is missing: apt-get install nginx-light")
    folder.mkdir(parents=True, exist_ok=True)
    config = gateway_on(f"127.0.0.1:{port}", servers)
    (folder / "gateway.conf").write_text(config, encoding="utf-8")
    around = folder / "nginx.conf"
    around.write_text(AROUND.format(folder=folder), encoding="utf-8")
    process = ServerProcess.start(
        "nginx", (NGINX, "-p", str(folder), "-c", str(around)), folder=folder
    )
    try:
        async with asyncio.timeout(10):
            await process.accepts(port)
        yield process
    finally:
        await process.stop()
