"""What the long tests stand on: a site of the built programs in a temporary folder, as an unprivileged user, with Apache
or nginx before it where one is wanted. Nothing here knows what is being tested.
"""

import argparse
import base64
import hashlib
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.parse
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPOSITORY / "Tests/EndToEndTests"))
import fastcgi  # noqa: E402  (its own small client)

PATH = "/usr/bin:/bin:/usr/sbin:/sbin"
PASSWORD = "correct mule staple lighthouse"


def main(tests, doc):
    """Runs each; the exit status says whether all held. `--full` is for the sizes that the promises name."""
    parser = argparse.ArgumentParser(description=doc)
    parser.add_argument("--programs", type=Path, default=REPOSITORY / ".build/release")
    parser.add_argument("--full", action="store_true", help="as many as the promises name: minutes, not seconds")
    parser.add_argument("--only", default="", metavar="NAME")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-soak-", ignore_cleanup_errors=True) as folder:
        set_up(Path(folder), options.programs)
        failures = 0
        for test in tests:
            if options.only not in test.__name__:
                continue
            try:
                with Stage(Path(folder)) as stage:
                    test(stage, options.full)
                print("ok", test.__name__, flush=True)
            except Exception:
                failures += 1
                print("FAILED", test.__name__, flush=True)
                traceback.print_exc()
    sys.exit(1 if failures else 0)


def set_up(folder, programs):
    """Copies of the programs, so that a build meanwhile disturbs nothing; from then on no longer root."""
    (folder / "bin").mkdir()
    for name in ["usher", "usher.cgi"]:
        shutil.copy2(programs / name, folder / "bin")
    for name in ["templates", "public"]:
        shutil.copytree(REPOSITORY / name, folder / "share/usher" / name)
    if os.geteuid() == 0:
        subprocess.run(["chown", "-R", "nobody:nogroup", folder], check=True)
        os.chmod(folder, 0o755)
        subprocess.run(["true"], check=True)
        os.setgroups([])
        os.setgid(65534)
        os.setuid(65534)
    os.chdir(folder)
    os.environ["HOME"] = str(folder)


def expect(holds, what):
    if not holds:
        raise AssertionError(what)


def wait_until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        expect(time.monotonic() < end, f"not within {seconds} s")
        time.sleep(0.05)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def times(name, seconds):
    values = ", ".join(f"{label} {percentile(seconds, share) * 1000:.0f}"
                       for label, share in [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)])
    print(f"  {name}: {len(seconds)} answers, {values}, most {max(seconds) * 1000:.0f} ms", flush=True)


def free_port():
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


class Stage:
    """A new site, and what was started for it."""

    def __init__(self, folder):
        self.folder = Path(tempfile.mkdtemp(prefix="stage-", dir=folder))
        os.chmod(self.folder, 0o755)
        self.program = folder / "bin/usher"
        self.site = self.folder / "site"
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.processes = []
        self.usher("init", self.site, "--name", "Acme", "--base-address", self.base, "--time-zone", "Europe/Berlin",
                   "--contact", "office@acme.example", "--sender", "join@acme.example", "--mail", "folder:mails",
                   site=False)
        self.usher("admin", "add", "ada", "--name", "Ada Lovelace", "--email", "ada@acme.example",
                   "--password-stdin", input=PASSWORD + "\n")
        self.usher("department", "add", "Sales / North")
        self.usher("settings", "set", "address_quota", "10000")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def cgi_program(self):
        return str(self.site / "cgi-bin/usher.cgi")

    # Commands and rows

    def usher(self, *arguments, site=True, check=True, input="", before=(), **more):
        command = [*before, self.program, *arguments, *(["--site", self.site] if site else [])]
        done = subprocess.run(command, input=input, capture_output=True, text=True, env={"PATH": PATH}, **more)
        if check:
            expect(done.returncode == 0, f"usher {arguments}: {done.returncode} {done.stderr}")
        return done

    def invite(self, *more):
        """The code of a new link."""
        done = self.usher("invite", "create", "--department", "Sales / North", "--valid", "30d", *more)
        return re.search(r"/I/([0-9A-Z-]{13,17})/", done.stdout)[1]

    def rows(self, query, *values):
        database = sqlite3.connect(self.site / "usher.db", timeout=30)
        try:
            with database:
                return database.execute(query, values).fetchall()
        finally:
            database.close()

    def one(self, query, *values):
        return self.rows(query, *values)[0][0]

    def is_whole(self):
        """The rows fit together, as every transaction leaves them."""
        expect(self.one("PRAGMA integrity_check") == "ok", "integrity_check")
        expect(not self.rows("PRAGMA foreign_key_check"), "foreign_key_check")
        for code, reserved, completed, waiting, joined in self.rows("""
            SELECT code, uses_reserved, uses_completed,
              (SELECT COUNT(*) FROM application WHERE invitation = i.id AND state = 'pending'),
              (SELECT COUNT(*) FROM application WHERE invitation = i.id AND state = 'approved')
            FROM invitation i"""):
            expect((reserved, completed) == (waiting, joined), f"{code}: {reserved} {completed}, {waiting} {joined}")
        applied = self.one("SELECT COUNT(*) FROM application")
        expect(self.one("SELECT COUNT(*) FROM audit_log WHERE verb = 'apply'") == applied, "a line for each application")
        approved = self.one("SELECT COUNT(*) FROM application WHERE state = 'approved'")
        mails = self.one("SELECT COUNT(DISTINCT application) FROM mail_outbox WHERE account IS NOT NULL AND application IS NOT NULL")
        expect(mails == approved, f"{approved} approved, {mails} of them with a mail")

    def has_application(self, token):
        return self.one("SELECT COUNT(*) FROM application WHERE token_digest = ?", digest(token)) == 1

    # Requests

    def cgi(self, route, form=None, before=(), **variables):
        """One process, as a web server starts it. Exit status, and what it wrote."""
        done = subprocess.run(
            [*before, self.cgi_program], input=encoded(form), capture_output=True,
            env=environment(route, form, **variables))
        return done.returncode, done.stdout.decode()

    def signed_in(self):
        """A cookie, and the token of its forms."""
        _, output = self.cgi("/sign-in", {"name": "ada", "password": PASSWORD})
        cookie = re.search(r"Set-Cookie: (usher=[^;]+)", output)[1]
        _, output = self.cgi("/admin/invitations/new", HTTP_COOKIE=cookie)
        return cookie, re.search(r'name="token" value="([^"]+)"', output)[1]

    # Servers

    def start(self, *command, **more):
        more = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL,
                "env": {"PATH": PATH}} | more
        self.processes.append(subprocess.Popen([str(part) for part in command], **more))
        return self.processes[-1]

    def fastcgi(self, workers=0, **more):
        """usher.cgi behind a socket; its path and the process."""
        path = str(self.folder / "socket")
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(path)
        listening.listen(1024)
        variables = {"USHER_FCGI_CHILDREN": str(workers)} if workers else {}
        process = self.start(self.cgi_program, stdin=listening, env=variables | more)
        listening.close()
        return path, process

    def apache(self):
        server = self.folder / "apache"
        server.mkdir()
        modules = ["mpm_event", "authz_core", "dir", "mime", "alias", "cgid", "headers"]
        loads = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in modules)
        (server / "conf").write_text(f"""
ServerRoot {server}
ServerName 127.0.0.1
Listen 127.0.0.1:{self.port}
ListenBacklog 1024
PidFile {server}/pid
ErrorLog {server}/error.log
DefaultRuntimeDir {server}
{loads}
ScriptSock {server}/cgisock
TypesConfig /etc/mime.types
DocumentRoot {self.site}/public
ScriptAlias /usher {self.cgi_program}
<Directory {self.site}>
  Require all granted
  Options +ExecCGI
</Directory>
""")
        self.start("/usr/sbin/apache2", "-D", "FOREGROUND", "-f", server / "conf")
        self.wait_for_port()
        return "Apache mod_cgid"

    def nginx(self, workers=4):
        path, _ = self.fastcgi(workers)
        server = self.folder / "nginx"
        server.mkdir()
        temporary = "".join(
            f"  {kind}_temp_path {server}/{kind};\n" for kind in ["client_body", "fastcgi", "proxy", "uwsgi", "scgi"])
        (server / "conf").write_text(f"""
daemon off;
pid {server}/pid;
error_log {server}/error.log;
events {{ worker_connections 2048; }}
http {{
{temporary}  access_log off;
  server {{
    listen 127.0.0.1:{self.port} backlog=1024;
    root {self.site}/public;
    location /usher {{
      client_max_body_size 1m;
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_NAME /usher;
      fastcgi_split_path_info ^(/usher)(.*)$;
      fastcgi_param PATH_INFO $fastcgi_path_info;
      fastcgi_pass unix:{path};
    }}
  }}
}}
""")
        self.start("/usr/sbin/nginx", "-e", server / "error.log", "-c", server / "conf")
        self.wait_for_port()
        return f"nginx FastCGI, {workers} processes"

    def wait_for_port(self):
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise AssertionError("nothing answers")

    def http(self, method, path, form=None, headers=()):
        """Status, head and body over a connection of its own."""
        body = encoded(form)
        lines = [f"{method} {path} HTTP/1.0", f"Host: 127.0.0.1:{self.port}", f"Origin: {self.base}", *headers]
        if form is not None:
            lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
        return parse(self.raw("\r\n".join(lines + ["", ""]).encode() + body))

    def raw(self, request, seconds=60):
        with self.connect(seconds) as connection:
            connection.sendall(request)
            return read_all(connection)

    def connect(self, seconds=60):
        return socket.create_connection(("127.0.0.1", self.port), timeout=seconds)


def read_all(connection):
    parts = []
    try:
        while part := connection.recv(65536):
            parts.append(part)
    except ConnectionResetError:
        pass
    return b"".join(parts)


def parse(answer):
    head, _, body = answer.partition(b"\r\n\r\n")
    words = head.split(b" ", 2)
    return (int(words[1]) if len(words) > 1 else 0), head.decode(errors="replace"), body.decode(errors="replace")


def encoded(form):
    return urllib.parse.urlencode(form).encode() if form is not None else b""


def environment(route, form=None, **more):
    return {
        "PATH": PATH, "GATEWAY_INTERFACE": "CGI/1.1", "SERVER_PROTOCOL": "HTTP/1.1",
        "REQUEST_METHOD": "GET" if form is None else "POST", "SCRIPT_NAME": "/usher", "PATH_INFO": route,
        "QUERY_STRING": "", "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(encoded(form))), "HTTP_SEC_FETCH_SITE": "same-origin", "REMOTE_ADDR": "127.0.0.1",
        **more}


def status(output):
    found = re.match(r"Status: (\d+) ", output)
    return int(found[1]) if found else 0


def token(output):
    """Of an application that was acknowledged."""
    return re.search(r"Location: \S+/application/([\w-]{43})\r\n", output)[1]


def digest(token):
    """As the database has it."""
    hashed = hashlib.blake2b(token.encode(), digest_size=32).digest()
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")
