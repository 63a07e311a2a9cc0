"""A Keystone, a Glance and an identity provider on loopback that write down what they are asked.

What a server is follows from its path: below `identity`, `image` or `idp`, with anything before and after it, so that
a test can have as many of each as it likes. The first part of the path says whose request it is, and is left out of
what is written down.
"""

import datetime
import http.server
import json
import os
import re
import ssl
import urllib.parse

REGIONS = ("One", "Two")
INTERFACES = ("public", "internal", "admin")


def identity_version(base):
    return {"id": "v3.14", "status": "stable", "links": [{"rel": "self", "href": f"{base}/v3/"}]}


def image_versions(base):
    link = [{"rel": "self", "href": f"{base}/v2/"}]
    return {"versions": [{"id": f"v2.{minor}", "status": "SUPPORTED", "links": link} for minor in range(17, -1, -1)]}


def catalog(origin):
    def service(kind, name):
        endpoints = [
            {"interface": i, "region": r, "region_id": r, "id": f"{r}-{i}", "url": f"{origin}/image/{name}/{r}/{i}"}
            for r in REGIONS
            for i in INTERFACES
        ]
        return {"type": kind, "name": name, "id": name, "endpoints": endpoints}

    return [service("image", "glance"), service("image", "glance-Two"), service("imagery", "photos")]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    log_file = None

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.answer(b"")

    def do_POST(self):
        self.answer(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

    def reply(self, status, content, **headers):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def answer(self, body):
        url = urllib.parse.urlsplit(self.path)
        tls = isinstance(self.connection, ssl.SSLSocket)
        host = self.headers["Host"]
        _, who, *parts = url.path.split("/")
        path = "/" + "/".join(parts)
        self.origin = f"{'https' if tls else 'http'}://{host}/{who}"
        request = {"who": who, "method": self.command, "path": path}
        if url.query:
            request["query"] = url.query
        if url.scheme:
            request["proxy"] = True
        if tls:
            request["tls"] = True
            subject = (self.connection.getpeercert() or {}).get("subject", ())
            request |= {"certificate": value for entry in subject for key, value in entry if key == "commonName"}
        for name in ("X-Auth-Token", "X-Subject-Token", "Authorization"):
            if name in self.headers:
                request[name] = self.headers[name]
        if body:
            text = body.decode()
            is_json = "json" in self.headers.get("Content-Type", "")
            request["body"] = json.loads(text) if is_json else sorted(urllib.parse.parse_qsl(text))
        os.write(self.log_file, (json.dumps(request) + "\n").encode())
        if "moved" in parts:
            self.reply(308, {}, Location=f"{self.origin}{path.replace('/moved', '')}")
        elif "idp" in parts:
            self.provider(path)
        elif "identity" in parts:
            self.keystone(path, request.get("body"))
        else:
            self.glance(path)

    def provider(self, path):
        if path.endswith("/openid-configuration"):
            self.reply(200, {"token_endpoint": f"{self.origin}/idp/discovered"})
        else:
            self.reply(200, {"access_token": f"access@{path}", "id_token": f"identity@{path}", "token_type": "Bearer"})

    def keystone(self, path, body):
        base = f"{self.origin}{path}".rstrip("/")
        if path.endswith("/auth/tokens") or path.endswith("/auth"):
            scope = (body or {}).get("auth", {}).get("scope", {})
            methods = (body or {}).get("auth", {}).get("identity", {}).get("methods", ["mapped"])
            token = {
                "methods": methods,
                "user": {"id": "user-id", "name": "user", "domain": {"id": "default", "name": "Default"}},
                "issued_at": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000000Z"),
                "expires_at": "2099-01-01T00:00:00.000000Z",
                "audit_ids": ["a"],
            }
            if scope or "application_credential" in methods or self.command == "GET":
                token |= {"catalog": catalog(self.origin), "roles": [{"id": "r", "name": "member"}]}
            if "system" in scope:
                token["system"] = {"all": True}
            elif "domain" in scope:
                token["domain"] = {"id": "d", "name": "D"}
            elif "catalog" in token:
                token["project"] = {"id": "owner", "name": "owner", "domain": {"id": "default", "name": "Default"}}
            status = 200 if self.command == "GET" else 201
            kind = "scoped" if "catalog" in token else "unscoped"
            self.reply(status, {"token": token}, X_Subject_Token=f"{kind}@{path}")
        elif "linked" in path:  # its version list names another place, as that of a Keystone behind a proxy may
            self.reply(300, {"versions": {"values": [identity_version(f"{self.origin}/identity")]}})
        elif base.endswith("/v3"):
            self.reply(200, {"version": identity_version(base.removesuffix("/v3"))})
        else:
            self.reply(300, {"versions": {"values": [identity_version(base)]}})

    def glance(self, path):
        if path.endswith("/members"):
            self.reply(200, {"members": [], "schema": "/v2/schemas/members"})
        elif match := re.search("/v2/images/([^/]+)$", path):
            self.reply(200, {"id": match[1], "name": "image", "owner": "owner", "visibility": "shared", "members": []})
        else:
            self.reply(300, image_versions(f"{self.origin}{re.sub('/v2/?$', '', path)}".rstrip("/")))


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_):
        pass  # a client that does not trust the certificate hangs up


class SecureServer(Server):
    """Speaks TLS, and asks for a certificate without insisting on one; each connection has a thread."""

    def finish_request(self, request, client_address):
        request.settimeout(30)
        super().finish_request(self.context.wrap_socket(request, server_side=True), client_address)


def certificates(folder):
    """Two authorities, a server certificate for 127.0.0.1 by the first one, and a client certificate by it."""
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    def name(text):
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    def write(path, certificate, key=None):
        with open(os.path.join(folder, path), "wb") as file:
            file.write(certificate.public_bytes(serialization.Encoding.PEM))
        if key:
            with open(os.path.join(folder, path.replace(".pem", ".key")), "wb") as file:
                file.write(
                    key.private_bytes(
                        serialization.Encoding.PEM,
                        serialization.PrivateFormat.PKCS8,
                        serialization.NoEncryption(),
                    )
                )

    def make(subject, issuer=None, address=None):
        key = ec.generate_private_key(ec.SECP256R1())
        issuer_name, issuer_key = issuer or (name(subject), key)
        now = datetime.datetime.now(datetime.timezone.utc)
        builder = (
            x509.CertificateBuilder()
            .subject_name(name(subject))
            .issuer_name(issuer_name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        )
        if address:
            alternative = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))])
            builder = builder.add_extension(alternative, critical=False)
        return builder.sign(issuer_key, hashes.SHA256()), key

    authority, authority_key = make("authority")
    write("ca.pem", authority)
    write("other.pem", make("other authority")[0])
    issuer = (authority.subject, authority_key)
    write("server.pem", *make("server", issuer, "127.0.0.1"))
    write("client.pem", *make("client", issuer))
    with open(os.path.join(folder, "both.pem"), "wb") as both:
        for part in ("client.pem", "client.key"):
            with open(os.path.join(folder, part), "rb") as file:
                both.write(file.read())


def serve(folder, log_file):
    """Starts the servers in a process of their own: forking beside threads goes wrong. Returns process and ports."""
    certificates(folder)
    Handler.log_file = log_file
    plain = Server(("127.0.0.1", 0), Handler)
    secure = SecureServer(("127.0.0.1", 0), Handler)
    secure.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    secure.context.load_cert_chain(os.path.join(folder, "server.pem"), os.path.join(folder, "server.key"))
    secure.context.load_verify_locations(os.path.join(folder, "ca.pem"))
    secure.context.verify_mode = ssl.CERT_OPTIONAL
    process = os.fork()
    if not process:
        import threading

        threading.Thread(target=secure.serve_forever, daemon=True).start()
        plain.serve_forever()
    ports = plain.server_address[1], secure.server_address[1]
    plain.socket.close()
    secure.socket.close()
    return process, *ports
