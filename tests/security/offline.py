"""Runs command lines with the network forbidden: any try ends the process with status 99.

python offline.py FILE       FILE holds one command line a line, as JSON lists; prints a JSON object for each
python offline.py --serve …  runs `elshi …`, which may listen on 127.0.0.1 and do nothing else
"""

from __future__ import annotations

import json
import os
import socket
import sys

INSIDE = (socket.AF_INET, socket.AF_INET6)
SERVING = sys.argv[1] == "--serve"


def forbid(event: str, args: tuple[object, ...]) -> None:
    if event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"):
        refused = not (SERVING and args[0] in ("127.0.0.1", None))
    elif event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        refused = getattr(args[0], "family", None) in INSIDE
    elif event == "socket.bind":
        # urllib3, which a library imports, binds a socket to ::1 to see whether there is IPv6; nobody listens.
        host, port, *_ = args[1]  # type: ignore[misc]
        refused = not (SERVING and host == "127.0.0.1") and (host, port) != ("::1", 0)
    else:
        # Another program would not be under this watch.
        refused = event in ("subprocess.Popen", "os.exec", "os.posix_spawn", "os.system")
    if refused:
        os.write(2, f"NETWORK: {event} {args[1:]!r}\n".encode())
        os._exit(99)


sys.addaudithook(forbid)

if __name__ == "__main__":
    from elshi.cli import cli

    if SERVING:
        cli.main(sys.argv[2:], prog_name="elshi")
    from click.testing import CliRunner

    with open(sys.argv[1], encoding="utf-8") as lines:
        for line in lines:
            argv = json.loads(line)
            done = CliRunner().invoke(cli, argv, standalone_mode=False)
            problem = None if done.exception is None else f"{type(done.exception).__name__}: {done.exception}"
            print(
                json.dumps(
                    {"argv": argv, "status": done.return_value, "problem": problem, "out": len(done.output)}
                ),
                flush=True,
            )
