#!/usr/bin/env python3
"""Programs killed at random moments while people apply and an administrator decides (promise 2): usher.cgi as CGI and
FastCGI, `usher deliver`, `usher build`. What was acknowledged is there, nothing is half there, and all goes on by itself.
"""

import os
import random
import signal
import struct
import subprocess
import threading
import time
from email import message_from_bytes
from pathlib import Path

import stage
from stage import expect

WANTED = {False: 80, True: 1000}


class Load:
    """Threads that do what people and cron do, until told to stop; processes under way, for the killer to choose from."""

    def __init__(self, stage_, codes, socket):
        self.stage, self.codes, self.socket = stage_, codes, socket
        self.lock = threading.Lock()
        self.running = {}
        # Of those that were really ended by the killer, and answers of FastCGI that broke off: how many.
        self.killed, self.workers, self.broken = {}, set(), 0
        self.stop = threading.Event()
        self.tokens, self.decided = [], []
        self.numbers = iter(range(10**7))
        self.failures = []
        self.cookie, self.form_token = stage_.signed_in()

    def process(self, kind, command, input=b"", env=None):
        """Runs it where the killer sees it. Exit status, output, complaint."""
        process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=env or {"PATH": stage.PATH})
        with self.lock:
            self.running[process.pid] = kind
        try:
            output, complaint = process.communicate(input)
        finally:
            with self.lock:
                self.running.pop(process.pid, None)
        # Whatever else a program of ours ends by is a fault of it, not of the killer.
        expect(process.returncode in [0, -signal.SIGKILL], f"{kind}: {process.returncode} {complaint.decode()}")
        if process.returncode == -signal.SIGKILL:
            with self.lock:
                self.killed[kind] = self.killed.get(kind, 0) + 1
        return process.returncode, output.decode(), complaint.decode()

    def cgi(self, route, form, **more):
        return self.process(
            "CGI", [self.stage.cgi_program], stage.encoded(form), stage.environment(route, form, **more))

    def form(self):
        with self.lock:
            number = next(self.numbers)
        return {"code": self.codes[number // 15 % len(self.codes)], "name": "G", "email": f"p{number}@example.net"}

    def take(self, output):
        """What was said counts, however the program ended."""
        if "\r\n\r\n" not in output:
            return
        found = stage.status(output)
        # A killed one may leave the database locked until the next comes by, never broken.
        expect(found in [200, 303], f"{found}: {output[:400]}")
        if found == 303:
            with self.lock:
                self.tokens.append(stage.token(output))

    def apply_by_cgi(self):
        exit, output, _ = self.cgi("/apply", self.form())
        expect(exit != 0 or "\r\n\r\n" in output, f"no answer: {output}")
        self.take(output)

    def apply_by_fastcgi(self):
        output, is_whole = b"", False
        try:
            connection = stage.fastcgi.Connection(self.socket, "/apply", stage.encoded(self.form()).decode())
            with connection.socket:
                connection.send_body()
                output, is_whole = said(stage.read_all(connection.socket))
        except OSError:
            pass
        if not is_whole:
            with self.lock:
                self.broken += 1
        self.take(output.decode(errors="replace"))

    def decide(self):
        waiting = self.stage.rows("SELECT reference FROM application WHERE state = 'pending' ORDER BY random() LIMIT 1")
        for reference, in waiting:
            form = {"token": self.form_token, "verdict": "approve"}
            exit, output, _ = self.cgi(f"/admin/applications/{reference}", form, HTTP_COOKIE=self.cookie)
            expect(exit != 0 or "\r\n\r\n" in output, f"no answer: {output}")
            if stage.status(output) == 303 and "\r\n\r\n" in output:
                self.decided.append(reference)
        time.sleep(0.02)

    def deliver(self):
        self.command("deliver")

    def build(self):
        # So that there is something to write.
        self.command("settings", "set", "organisation", f"Acme {random.randrange(100)}", kind="settings")
        self.command("build")

    def command(self, *arguments, kind=None):
        self.process(kind or arguments[0], [self.stage.program, *arguments, "--site", self.stage.site])

    def read(self):
        """What is published is whole at every moment."""
        public = self.stage.site / "public"
        for path in public.rglob("*.html"):
            if not any(part.startswith(".") for part in path.relative_to(public).parts):
                text = path.read_bytes()
                expect(text.endswith(b"</html>\n"), f"a torn page: {path}")
        time.sleep(0.05)

    def repeat(self, work):
        try:
            while not self.stop.is_set():
                work()
        except Exception as error:
            self.failures.append(f"{work.__name__}: {error}")


def said(received):
    """The answer in FastCGI's records, as far as it came, and whether it came to its end."""
    output = b""
    while len(received) >= 8:
        _, kind, _, length, padding = struct.unpack("!BBHHBx", received[:8])
        if kind == stage.fastcgi.END:
            return output, True
        if kind == stage.fastcgi.STDOUT:
            output += received[8:8 + length]
        received = received[8 + length + padding:]
    return output, False


def alive(pid):
    """A number that no other process has had, where it runs; a zombie cannot be killed."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else (pid, fields[19])


def kills(stage_, full):
    wanted = WANTED[full]
    # Twenty through one link in ten minutes are asked to confirm: many links, and what is counted is forgotten below.
    codes = [stage_.invite() for _ in range(60)]
    socket, parent = stage_.fastcgi(workers=3)
    load = Load(stage_, codes, socket)
    work = [load.apply_by_cgi] * 3 + [load.apply_by_fastcgi] * 3 + [load.decide, load.deliver, load.build, load.read]
    threads = [threading.Thread(target=load.repeat, args=[one]) for one in work]
    for thread in threads:
        thread.start()
    started = time.monotonic()

    def count():
        with load.lock:
            return {**load.killed, "FastCGI": len(load.workers)}

    forgotten = 0
    while sum(count().values()) < wanted and not load.failures:
        time.sleep(random.random() * 0.08)
        # Each kind as often as another, not each process.
        kind = random.choice(["CGI", "FastCGI", "deliver", "build"])
        with load.lock:
            candidates = [pid for pid, name in load.running.items() if name == kind]
            if kind == "FastCGI":
                listed = Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text()
                candidates = [int(worker) for worker in listed.split() if alive(worker)]
            if not candidates:
                continue
            pid = random.choice(candidates)
            number = alive(pid)
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
            if kind == "FastCGI" and number:
                load.workers.add(number)
        if time.monotonic() - forgotten > 2:
            stage_.rows("DELETE FROM quota")
            forgotten = time.monotonic()
        expect(time.monotonic() - started < 1800, f"only {count()} in half an hour")
    load.stop.set()
    for thread in threads:
        thread.join()
    expect(not load.failures, load.failures)
    expect(load.broken <= len(load.workers), f"{load.broken} answers broke off, {len(load.workers)} workers were killed")
    print(f"  killed: {count()}, in {time.monotonic() - started:.0f} s")
    settle(stage_, load, codes)


def settle(stage_, load, codes):
    """After the last kill: nothing lost, nothing half there, and one more run of each mends what is left."""
    lost = [token for token in load.tokens if not stage_.has_application(token)]
    expect(not lost, f"{len(lost)} acknowledged applications are lost")
    for reference in load.decided:
        expect(stage_.one("SELECT state FROM application WHERE reference = ?", reference) == "approved", "undone")
    stage_.is_whole()
    # A mail that a killed sender held is free again after ten minutes.
    stage_.rows("UPDATE mail_outbox SET next_attempt = 0 WHERE state IN ('queued', 'sending')")
    stage_.usher("deliver")
    expect(stage_.one("SELECT COUNT(*) FROM mail_outbox WHERE state <> 'sent'") == 0, "a mail is left")
    files = {path.name for path in (stage_.site / "mails").glob("*.eml")}
    for identifier, recipient in stage_.rows("SELECT message_id, recipient FROM mail_outbox"):
        name = identifier.strip("<>").partition("@")[0] + ".eml"
        expect(name in files, f"the mail to {recipient} is missing")
        message = message_from_bytes((stage_.site / "mails" / name).read_bytes())
        expect(recipient in message["To"] and not message.defects, "half a mail")
    stage_.usher("build")
    expect(stage_.usher("build").stdout.startswith("0 files written"), "a second build has nothing to do")
    for code in codes:
        names = sorted(path.name for path in (stage_.site / "public/I" / code).iterdir())
        expect(names == ["index.html", "qr.png", "qr.svg", "zh-Hans.html"], f"{names}")
    # Byte for byte what a build from nothing makes, and nothing beside it.
    public = stage_.site / "public"
    found = files_below(public)
    public.rename(stage_.folder / "public.before")
    stage_.usher("build")
    wanted = files_below(public)
    different = sorted(name for name in found.keys() | wanted.keys() if found.get(name) != wanted.get(name))
    expect(not different, f"not what a build from nothing makes: {different[:5]}")
    stage_.usher("audit", "verify")
    approved = stage_.one("SELECT COUNT(*) FROM application WHERE state = 'approved'")
    print(f"  {len(load.tokens)} acknowledged applications, none lost; {len(load.decided)} acknowledged approvals, "
          f"{approved} in all, each with its mail; integrity_check ok; pages whole; the audit log's chain holds")


def files_below(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


if __name__ == "__main__":
    stage.main([kills], __doc__)
