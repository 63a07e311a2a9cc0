"""Runs a service whose lock somebody has: it says that it is up, and for whom it waits, and can be stopped."""

import os
import signal
import socket
import subprocess
import sys


def say(fine, name, *why):
    print("ok" if fine else "not ok", name, *([] if fine else why), flush=True)


def main():
    path, *command = sys.argv[1:]
    manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    manager.bind(path)
    manager.settimeout(30)
    service = subprocess.Popen(command, env={**os.environ, "NOTIFY_SOCKET": path})
    heard = []
    try:
        while not (any(m == "READY=1" for m in heard) and any(m.startswith("STATUS=waiting: ") for m in heard)):
            heard.append(manager.recv(4096).decode())
        say(True, "the service that waits for the lock is up and says so")
        service.send_signal(signal.SIGTERM)
        status = service.wait(30)
        say(status == 0, "the service that waits for the lock ends with 0 when it is stopped", status)
    except (TimeoutError, subprocess.TimeoutExpired):
        say(False, "the service that waits for the lock is up and says so", heard)
    finally:
        service.kill()


if __name__ == "__main__":
    main()
