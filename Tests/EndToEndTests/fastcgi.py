#!/usr/bin/env python3
"""usher.cgi as a FastCGI program, asked by a small client of its own: what a web server's process manager sees.

usage: fastcgi.py USHER SITE. Prints a line for each thing tried; the exit status says whether all was as it should be.
"""

import os
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BEGIN, END, PARAMS, STDIN, STDOUT, STDERR = 1, 3, 4, 5, 6, 7


def main():
    usher, site = sys.argv[1], Path(sys.argv[2])
    for test in [
            stays_open, sees_changes, recovers, finishes, counts, has_workers, takes_systemds_socket, keeps_no_connection,
            waits_for_whole_bodies, waits_for_an_upgrade, gives_way, outlives_a_silent_peer]:
        test(usher, site)
        print("ok", test.__name__)


# The wire: FastCGI 1.0


def record(kind, content=b""):
    return struct.pack("!BBHHBx", 1, kind, 1, len(content), 0) + content


def pair(name, value):
    name, value = name.encode(), value.encode()
    sizes = b"".join(struct.pack("!I", len(text) | 1 << 31) for text in [name, value])
    return sizes + name + value


class Connection:
    """One request on a connection of its own."""

    def __init__(self, path, route, form=None, keep=False, **more):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.socket.connect(path)
        self.body = form.encode() if form is not None else b""
        variables = {
            "REQUEST_METHOD": "GET" if form is None else "POST", "SCRIPT_NAME": "/usher", "PATH_INFO": route,
            "CONTENT_LENGTH": str(len(self.body)), "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "REMOTE_ADDR": "127.0.0.1", "HTTP_SEC_FETCH_SITE": "same-origin", **more}
        content = b"".join(pair(name, value) for name, value in variables.items())
        self.socket.sendall(
            record(BEGIN, struct.pack("!HB5x", 1, keep)) + record(PARAMS, content) + record(PARAMS))

    def send_body(self):
        for start in range(0, len(self.body), 60_000):
            self.socket.sendall(record(STDIN, self.body[start:start + 60_000]))
        self.socket.sendall(record(STDIN))

    def answer(self):
        """Status, all of the output, what was logged."""
        streams = {STDOUT: b"", STDERR: b""}
        received = self.socket.makefile("rb")
        while True:
            head = received.read(8)
            if len(head) < 8:
                raise EOFError("the connection ended before the answer did")
            _, kind, _, length, padding = struct.unpack("!BBHHBx", head)
            content = received.read(length + padding)[:length]
            if kind == END:
                self.socket.close()
                output = streams[STDOUT].decode()
                return int(output.split()[1]), output, streams[STDERR].decode()
            streams[kind] += content


def ask(path, route, form=None, **more):
    connection = Connection(path, route, form, **more)
    connection.send_body()
    return connection.answer()


class Program:
    """usher.cgi with a listening socket as its standard input, as every process manager starts it."""

    def __init__(self, site, descriptor=0, **environment):
        self.folder = tempfile.TemporaryDirectory(prefix="usher-fastcgi-")
        self.path = f"{self.folder.name}/socket"
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(self.path)
        listening.listen(64)
        program = str(site / "cgi-bin/usher.cgi")
        command = [program] if descriptor == 0 else [
            "/bin/sh", "-c", f'LISTEN_FDS=1 LISTEN_PID=$$ exec {program} 3<&0 0</dev/null']
        self.process = subprocess.Popen(command, stdin=listening, stdout=subprocess.DEVNULL, env=environment)
        listening.close()

    def ask(self, *arguments, **more):
        return ask(self.path, *arguments, **more)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.folder.cleanup()


def expect(holds, what):
    if not holds:
        raise AssertionError(what)


def eventually(condition, what):
    for _ in range(200):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError(f"not within ten seconds: {what}")


# What is tried


def stays_open(usher, site):
    """One process, many requests, nothing left behind."""
    with Program(site) as program:
        def ask_all():
            for route, wanted in [("/sign-in", 200), ("/nothing", 404), ("/admin", 303)]:
                expect(program.ask(route)[0] == wanted, route)
            expect(program.ask("/apply", "code=x&name=y&email=z")[0] == 404, "an unknown code")
            expect(program.ask("/apply", "x" * 70_000)[0] == 413, "a body that is too large")

        # The last connection is closed just after its client has the whole answer.
        ask_all()
        time.sleep(0.5)
        before = state(program.process.pid)
        for _ in range(20):
            ask_all()
        eventually(lambda: state(program.process.pid)[0] == before[0], f"open files as before: {before[0]}")
        after = state(program.process.pid)
        expect(after[1] - before[1] < 5 << 20, f"memory: {before[1]} before, {after[1]} after")
        expect(program.process.poll() is None, "it goes on")


def state(process):
    """Open descriptors; resident bytes. A moment later than the last answer, whose connection is being closed."""
    time.sleep(0.2)
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return sorted(os.listdir(f"/proc/{process}/fd")), pages * os.sysconf("SC_PAGESIZE")


def sees_changes(usher, site):
    """Settings, usher.conf and the database's file are looked at for each request."""
    with Program(site) as program:
        def title():
            return program.ask("/sign-in")[1]

        for name in ["Anvil", "Bolt"]:
            subprocess.run([usher, "settings", "set", "organisation", name, "--site", site], check=True)
            expect(name in title(), "a changed setting")
        copy = site / "copy.db"
        subprocess.run(["sqlite3", site / "usher.db", f".backup {copy}"], check=True)
        subprocess.run(["sqlite3", copy, "UPDATE setting SET value = 'Copy' WHERE name = 'organisation'"], check=True)
        configuration = (site / "usher.conf").read_text()
        (site / "usher.conf").write_text(configuration.replace("usher.db", "copy.db"))
        expect("Copy" in title(), "another database in usher.conf")
        (site / "usher.conf").write_text(configuration)
        expect("Bolt" in title(), "the first database again")
        os.rename(copy, site / "usher.db")
        expect("Copy" in title(), "another file in the database's place")


def recovers(usher, site):
    """A failure costs the request that it happens in; the log goes to the web server."""
    with Program(site) as program:
        expect(program.ask("/sign-in")[0] == 200, "at first")
        os.rename(site / "usher.db", site / "away")
        status, _, log = program.ask("/sign-in")
        expect(status == 500 and log.startswith("usher.cgi: ") and log.endswith("\n"), f"{status} {log!r}")
        os.rename(site / "away", site / "usher.db")
        expect(program.ask("/sign-in")[0] == 200, "afterwards")
        gone = Connection(program.path, "/sign-in", "name=x")
        gone.socket.close()
        expect(program.ask("/sign-in")[0] == 200, "after a server that went away")


def finishes(usher, site):
    """Told to end, it answers the request under way, takes no other and ends with 0."""
    with Program(site) as program:
        expect(program.ask("/sign-in")[0] == 200, "at first")
        under_way = Connection(program.path, "/apply", "code=x&name=y&email=z")
        time.sleep(0.2)
        program.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        under_way.send_body()
        expect(under_way.answer()[0] == 404, "the request under way")
        expect(program.process.wait(10) == 0, "it ends with 0")
    with Program(site) as program:
        expect(program.ask("/sign-in")[0] == 200, "at first")
        program.process.send_signal(signal.SIGTERM)
        expect(program.process.wait(10) == 0, "idle, it ends with 0")


def counts(usher, site):
    """USHER_FCGI_MAX_REQUESTS"""
    with Program(site, USHER_FCGI_MAX_REQUESTS="3") as program:
        for _ in range(3):
            expect(program.ask("/sign-in")[0] == 200, "one of three")
        expect(program.process.wait(10) == 0, "it ends after three")


def has_workers(usher, site):
    """USHER_FCGI_CHILDREN"""
    with Program(site, USHER_FCGI_CHILDREN="2") as program:
        def workers():
            return Path(f"/proc/{program.process.pid}/task/{program.process.pid}/children").read_text().split()

        eventually(lambda: len(workers()) == 2, "two workers")
        busy = Connection(program.path, "/apply", "code=x&name=y&email=z")
        time.sleep(0.2)
        expect(program.ask("/sign-in")[0] == 200, "one serves while the other is busy")
        busy.send_body()
        expect(busy.answer()[0] == 404, "the busy one's request")
        killed = workers()[0]
        os.kill(int(killed), signal.SIGKILL)
        eventually(lambda: killed not in workers() and len(workers()) == 2, "a new worker")
        expect(program.ask("/sign-in")[0] == 200, "afterwards")
        ending = workers()
        program.process.send_signal(signal.SIGTERM)
        expect(program.process.wait(10) == 0, "the first process ends with 0")
        expect(not any(os.path.exists(f"/proc/{worker}") for worker in ending), "no worker is left")


def takes_systemds_socket(usher, site):
    """Socket activation: descriptor 3, LISTEN_FDS and LISTEN_PID (sd_listen_fds(3))."""
    with Program(site, descriptor=3) as program:
        expect(program.ask("/sign-in")[0] == 200, "a request")


def keeps_no_connection(usher, site):
    """A server that wants to keep the connection gets it closed: what is unread of a body is no request."""
    with Program(site) as program:
        content = b"".join(pair(name, value) for name, value in {
            "REQUEST_METHOD": "GET", "SCRIPT_NAME": "/usher", "PATH_INFO": "/sign-in", "REMOTE_ADDR": "192.0.2.1"}.items())
        smuggled = record(BEGIN, struct.pack("!HB5x", 1, 1)) + record(PARAMS, content) + record(PARAMS) + record(STDIN)
        sender = Connection(program.path, "/apply", "", keep=True, CONTENT_LENGTH="70000")
        try:
            for _ in range(200):
                sender.socket.sendall(smuggled)
        except OSError:
            pass  # closed already
        received = b""
        while True:
            try:
                piece = sender.socket.recv(65536)
            except ConnectionResetError:
                break
            if not piece:
                break
            received += piece
        expect(received.count(b"Status: ") == 1 and b"Status: 413" in received, f"one answer: {received[:300]}")
        expect(program.ask("/sign-in")[0] == 200, "the next connection")


def waits_for_whole_bodies(usher, site):
    """A body without a length that breaks off is none."""
    with Program(site) as program:
        half = Connection(program.path, "/apply", "", CONTENT_LENGTH="")
        half.socket.sendall(record(STDIN, b"code=ABC&name=Ada&email=ada@example.co"))
        half.socket.shutdown(socket.SHUT_WR)
        expect(half.answer()[0] == 400, "half a form")
        whole = Connection(program.path, "/apply", "code=x&name=y&email=z", CONTENT_LENGTH="")
        whole.send_body()
        expect(whole.answer()[0] == 404, "a whole one with an unknown code")


def waits_for_an_upgrade(usher, site):
    """While program and schema are not of one version, people are asked to come back."""
    with Program(site) as program:
        expect(program.ask("/sign-in")[0] == 200, "at first")
        later = "INSERT INTO schema_version (version, name) VALUES (1000, 'later')"
        subprocess.run(["sqlite3", site / "usher.db", later], check=True)
        status, output, _ = program.ask("/sign-in")
        expect(status == 503 and "Retry-After" in output, f"the schema is newer: {status}")
        subprocess.run(["sqlite3", site / "usher.db", "DELETE FROM schema_version WHERE version = 1000"], check=True)
        expect(program.ask("/sign-in")[0] == 200, "afterwards")


def outlives_a_silent_peer(usher, site):
    """Who connects and says nothing holds one process for fifteen seconds, and no upgrade, and no end."""
    with Program(site, USHER_FCGI_CHILDREN="2") as program:
        expect(program.ask("/sign-in")[0] == 200, "at first")
        silent = silence(program)
        replace(usher, site)
        begun = time.monotonic()
        for _ in range(10):
            expect(program.ask("/sign-in")[0] == 200, "while the other worker is held")
        expect(time.monotonic() - begun < 10, "at once")
        expect(not os.readlink(f"/proc/{program.process.pid}/exe").endswith(" (deleted)"), "the newer program")
        silent.close()
    with Program(site) as program:
        expect(program.ask("/sign-in")[0] == 200, "at first")
        silent = silence(program)
        expect(program.ask("/sign-in")[0] == 200, "the next is answered")
        other = silence(program)
        program.process.send_signal(signal.SIGTERM)
        expect(program.process.wait(25) == 0, "it ends with 0")
        silent.close()
        other.close()


def silence(program):
    peer = socket.socket(socket.AF_UNIX)
    peer.connect(program.path)
    peer.sendall(b"\1")
    time.sleep(0.3)
    return peer


def replace(usher, site):
    with open(Path(usher).parent / "usher.cgi", "ab") as installed:
        installed.write(b"newer")
    subprocess.run([usher, "upgrade", "--site", site], check=True, stdout=subprocess.DEVNULL)


def gives_way(usher, site):
    """A newer program in its place takes over in the same process, and no request is lost."""
    for workers in [{}, {"USHER_FCGI_CHILDREN": "2"}]:
        with Program(site, **workers) as program:
            def is_old():
                return os.readlink(f"/proc/{program.process.pid}/exe").endswith(" (deleted)")

            expect(program.ask("/sign-in")[0] == 200, "at first")
            replace(usher, site)
            expect(is_old(), "still the old one")

            def has_given_way():
                expect(program.ask("/sign-in")[0] == 200, "a request meanwhile")
                return not is_old()

            eventually(has_given_way, "the new one")
            for _ in range(10):
                expect(program.ask("/sign-in")[0] == 200, "afterwards")
            program.process.send_signal(signal.SIGTERM)
            expect(program.process.wait(10) == 0, "it ends with 0")


if __name__ == "__main__":
    main()
