"""How gunicorn serves each of the four services; what differs comes in BED_* variables."""

import os

kind = os.environ["BED_KIND"]

# The modules are imported once, here, and shared by the workers; the application with its threads
# and connections is built in each worker (preload_app would build it before the fork).
if kind == "keystone":
    import keystone.server.flask.application  # noqa: F401
    import keystone.server.flask.core  # noqa: F401
else:
    import glance.api.v2.router  # noqa: F401
    import glance.common.wsgi_app  # noqa: F401

wsgi_app = f"{kind}.wsgi.api:application"
bind = f"127.0.0.1:{os.environ['BED_PORT']}"
workers = int(os.environ["BED_WORKERS"])
worker_class = "gthread"
# Threads of one Keystone now and then answer with the rights of one another's tokens.
threads = 1 if kind == "keystone" else 8
keepalive = 75
timeout = 60
graceful_timeout = 1
control_socket_disable = True
