# A webhook's receiver over TLS: `receiver.py PORT CERTIFICATE KEY FOLDER`. The path says how it answers: /ok,
# /then-ok (500 once, then 200), /redirect, /gone, /hang. Each message is a file in FOLDER: headers and body.

import http.server
import json
import os
import ssl
import sys
import time

port, certificate, key, folder = sys.argv[1:]
seen = {}


class Receiver(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        count = seen[self.path] = seen.get(self.path, 0) + 1
        message = {k.lower(): v for k, v in self.headers.items()}
        name = os.path.join(folder, f"{time.time_ns()}.json")
        with open(name, "w") as file:
            json.dump({"path": self.path, "headers": message, "body": body.decode()}, file)
        if self.path == "/hang":
            time.sleep(60)
        status = {"/redirect": 302, "/gone": 410}.get(self.path, 200)
        if self.path == "/then-ok" and count == 1:
            status = 500
        self.send_response(status)
        self.send_header("Location", "/ok")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Receiver)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
server.serve_forever()
