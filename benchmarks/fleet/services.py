"""PostgreSQL, Redis and nginx of the run: own processes, on own ports, in a folder of the run."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

HOST = "127.0.0.1"
START_SECONDS = 60
STOP_SECONDS = 30


def free_port() -> int:
    """Return a port of this machine that nobody uses."""
    with socket.create_server((HOST, 0)) as probe:
        return int(probe.getsockname()[1])


@dataclass
class Service:
    """Program that is started and stopped several times, and answers on a port."""

    name: str
    command: Sequence[str]
    port: int
    log: Path
    environ: Mapping[str, str] = field(default_factory=dict)
    user: str | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the program, and wait until it takes connections."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                env=os.environ | self.environ,
                user=self.user,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._takes_connections():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise click.ClickException(f"{self.name} does not start: see {self.log}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the program as an administrator does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(self.stop_signal)
            self.process.wait(STOP_SECONDS)

    def kill(self) -> None:
        """Kill the program and all its processes at once."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(STOP_SECONDS)

    def _takes_connections(self) -> bool:
        try:
            socket.create_connection((HOST, self.port), timeout=1).close()
        except OSError:
            return False
        return True


def postgresql(folder: Path) -> Service:
    """Return a new cluster; as root, it runs as the user postgres, for it refuses root."""
    cluster, user = folder / "postgresql", "postgres" if os.geteuid() == 0 else None
    cluster.mkdir(mode=0o700)
    if user:
        folder.chmod(0o711)
        shutil.chown(cluster, user)
    options = ("--auth=trust", "--username=recollect", "--encoding=UTF8", "--locale=C")
    initialise = [program("initdb"), *options, f"--pgdata={cluster}"]
    subprocess.run(initialise, user=user, cwd=cluster, stdout=subprocess.DEVNULL, check=True)
    port = free_port()
    settings = (f"port={port}", f"listen_addresses={HOST}", f"unix_socket_directories={cluster}")
    command = [program("postgres"), "-D", str(cluster)]
    command += [argument for setting in settings for argument in ("-c", setting)]
    log = folder / "postgresql.log"
    return Service(
        "PostgreSQL", command, port, log, user=user, stop_signal=signal.SIGINT
    )  # a fast shutdown: it ends connections


def redis(folder: Path) -> Service:
    """Return a Redis that keeps its content over a restart."""
    port = free_port()
    options = ("--bind", HOST, "--port", str(port), "--dir", str(folder), "--appendonly", "yes")
    command = (program("redis-server"), *options)
    return Service("Redis", command, port, folder / "redis.log")


def nginx(folder: Path, servers: Sequence[int]) -> Service:
    """Return a proxy for the ports of the servers."""
    port = free_port()
    file = folder / "nginx.conf"
    upstream = "\n".join(f"    server {HOST}:{server} max_fails=0;" for server in servers)
    file.write_text(_NGINX.format(folder=folder, host=HOST, port=port, upstream=upstream), "utf-8")
    command = (program("nginx"), "-c", str(file), "-p", str(folder))
    return Service("nginx", command, port, folder / "nginx.log", stop_signal=signal.SIGQUIT)


def program(name: str) -> str:
    """Return the path of a program; raises ClickException where there is none."""
    path = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if path is None:
        raise click.ClickException(f"{name} is missing. With Debian: sudo apt-get install {name}")
    return path


# A message is repeated by its id, so that it may go to another server after any failure.
_NGINX = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ worker_connections 512; }}
http {{
  access_log off;
  client_body_temp_path {folder}/nginx-body;
  proxy_temp_path {folder}/nginx-proxy;
  fastcgi_temp_path {folder}/nginx-fastcgi;
  uwsgi_temp_path {folder}/nginx-uwsgi;
  scgi_temp_path {folder}/nginx-scgi;
  upstream recollect {{
{upstream}
  }}
  server {{
    listen {host}:{port};
    location / {{
      proxy_pass http://recollect;
      proxy_connect_timeout 2s;
      proxy_next_upstream error timeout non_idempotent;
      proxy_set_header Host $host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $host;
      proxy_set_header X-Forwarded-Prefix "";
    }}
  }}
}}
"""
