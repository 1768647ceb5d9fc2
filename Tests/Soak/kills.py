#!/usr/bin/env python3
"""Programs killed at random moments while people apply and an administrator decides (promise 2): usher.cgi as CGI and
FastCGI, `usher deliver`, `usher build`. What was acknowledged is there, nothing is half there, and all goes on by itself.
"""

import os
import random
import signal
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
        return process.returncode, output.decode(), complaint.decode()

    def cgi(self, route, form, **more):
        return self.process(
            "CGI", [self.stage.cgi_program], stage.encoded(form), stage.environment(route, form, **more))

    def form(self):
        with self.lock:
            number = next(self.numbers)
        return {"code": self.codes[number // 15 % len(self.codes)], "name": "G", "email": f"p{number}@example.net"}

    def take(self, output):
        found = stage.status(output)
        # A killed one may leave the database locked until the next comes by, never broken.
        expect(found in [200, 303], f"{found}: {output[:400]}")
        if found == 303 and "\r\n\r\n" in output:
            with self.lock:
                self.tokens.append(stage.token(output))

    def apply_by_cgi(self):
        exit, output, complaint = self.cgi("/apply", self.form())
        if exit == 0:
            self.take(output)

    def apply_by_fastcgi(self):
        try:
            found, output, _ = stage.fastcgi.ask(self.socket, "/apply", stage.encoded(self.form()).decode())
        except (EOFError, OSError):
            return
        self.take(output)

    def decide(self):
        waiting = self.stage.rows("SELECT reference FROM application WHERE state = 'pending' ORDER BY random() LIMIT 1")
        for reference, in waiting:
            form = {"token": self.form_token, "verdict": "approve"}
            exit, output, _ = self.cgi(f"/admin/applications/{reference}", form, HTTP_COOKIE=self.cookie)
            if exit == 0 and stage.status(output) == 303:
                self.decided.append(reference)
        time.sleep(0.02)

    def deliver(self):
        self.command("deliver")

    def build(self):
        # So that there is something to write.
        self.command("settings", "set", "organisation", f"Acme {random.randrange(100)}", kind="settings")
        self.command("build")

    def command(self, *arguments, kind=None):
        exit, _, complaint = self.process(
            kind or arguments[0], [self.stage.program, *arguments, "--site", self.stage.site])
        expect(exit in [0, -signal.SIGKILL], f"usher {arguments}: {exit} {complaint}")

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
    killed = {}
    started = time.monotonic()
    while sum(killed.values()) < wanted and not load.failures:
        time.sleep(random.random() * 0.08)
        with load.lock:
            choices = dict(load.running)
        for worker in Path(f"/proc/{parent.pid}/task/{parent.pid}/children").read_text().split():
            choices[int(worker)] = "FastCGI"
        # Each kind as often as another, not each process.
        kind = random.choice(["CGI", "FastCGI", "deliver", "build"])
        candidates = [pid for pid, name in choices.items() if name == kind]
        if not candidates:
            continue
        try:
            with load.lock:
                pid = random.choice(candidates)
                if kind == "FastCGI" or pid in load.running:
                    os.kill(pid, signal.SIGKILL)
                    killed[kind] = killed.get(kind, 0) + 1
        except ProcessLookupError:
            pass
        if sum(killed.values()) % 50 == 0:
            stage_.rows("DELETE FROM quota")
        expect(time.monotonic() - started < 1800, f"only {killed} in half an hour")
    load.stop.set()
    for thread in threads:
        thread.join()
    expect(not load.failures, load.failures)
    print(f"  killed: {killed}, in {time.monotonic() - started:.0f} s")
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
    stage_.usher("audit", "verify")
    approved = stage_.one("SELECT COUNT(*) FROM application WHERE state = 'approved'")
    print(f"  {len(load.tokens)} acknowledged applications, none lost; {len(load.decided)} acknowledged approvals, "
          f"{approved} in all, each with its mail; integrity_check ok; pages whole; the audit log's chain holds")


if __name__ == "__main__":
    stage.main([kills], __doc__)
