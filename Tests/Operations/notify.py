"""Runs a command as a service manager does: hears what it says of itself, reloads it, and stops it."""

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
    heard = []

    def hear_until(wanted):
        """Takes in messages up to the one wanted; the others come when they come."""
        while True:
            message = manager.recv(4096).decode()
            heard.append(message)
            if message.startswith(wanted):
                return message

    environment = {**os.environ, "NOTIFY_SOCKET": path, "WATCHDOG_USEC": "600000000"}
    service = subprocess.Popen(command, env=environment)
    try:
        hear_until("READY=1")
        say(True, "the service says when it is ready")
        hear_until("WATCHDOG=1")
        hear_until("STATUS=")
        say(True, "the service feeds the watchdog and says how it is")
        service.send_signal(signal.SIGHUP)
        reloading = hear_until("RELOADING=1")
        say("\nMONOTONIC_USEC=" in reloading, "the service says that it reloads", reloading)
        hear_until("READY=1")
        say(True, "the service says when it has reloaded")
        service.send_signal(signal.SIGTERM)
        hear_until("STOPPING=1")
        say(True, "the service says that it stops")
        status = service.wait(30)
        say(status == 0, "the service ends with 0", status)
    except TimeoutError:
        say(False, "the service says what it does", heard)
    finally:
        service.kill()


if __name__ == "__main__":
    main()
