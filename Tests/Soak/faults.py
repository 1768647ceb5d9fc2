#!/usr/bin/env python3
"""The n-th call of each kind fails or is the process's last, for each n until there is no n-th any more (promise 3): an
application, pages built, a mail delivered into a folder. Each time: whole or not at all, said so, and the next run heals.
Then the same on a file system of 1 MiB that is full.
"""

import email
import os
import re
import shutil
import socket
import subprocess
from pathlib import Path

import stage
from stage import expect

CALLS = ["write", "pwrite64", "fsync", "fdatasync", "syncfs", "rename", "renameat", "renameat2", "ftruncate", "unlink",
         "unlinkat", "mkdirat", "flock"]
# The answer of a CGI program, or of a FastCGI program in its record.
ANSWER = re.compile(r'write\(\d+, "(Status: |\\1\\6)')
FAULTS = ["error=ENOSPC", "error=EIO", "signal=KILL"]


class Trial:
    """What is done with a fault in it, on a copy of the site; how its traces are judged; how it is healed."""

    def __init__(self, stage_):
        self.stage = stage_
        self.hit_answer = False
        self.prepare()
        self.kept = stage_.folder / "kept"
        copy(stage_.site, self.kept)

    def begin(self):
        shutil.rmtree(self.stage.site)
        copy(self.kept, self.stage.site)


def copy(source, target):
    """The program is the same file: only data is copied."""
    def link_programs(one, other):
        (os.link if one.endswith("usher.cgi") else shutil.copy2)(one, other)
    shutil.copytree(source, target, copy_function=link_programs)


class Application(Trial):
    name = "POST apply"

    def prepare(self):
        self.code = self.stage.invite()

    def apply(self, email, before=()):
        return self.stage.cgi("/apply", {"code": self.code, "name": "Grace", "email": email}, before=before)

    def run(self, before):
        return self.apply("grace@navy.example", before)

    def judge(self, outcome, fault):
        exit, output = outcome
        found = stage.status(output)
        # Only who was ended, or could not send the answer itself, says nothing.
        if "KILL" not in fault and not self.hit_answer:
            expect(exit == 0 and found in [303, 500, 503], f"exit {exit}: {output[:300]}")
            expect(found == 303 or output.endswith("</html>\n"), "half a page")
        self.stage.is_whole()
        rows = self.stage.one("SELECT COUNT(*) FROM application")
        if found == 303 and "\r\n\r\n" in output:
            expect(self.stage.has_application(stage.token(output)), "acknowledged, and lost")
        return f"{found or 'nothing'}, {rows} row"

    def heal(self):
        exit, output = self.apply("edsger@mathematics.example")
        expect(stage.status(output) == 303, f"afterwards: {output[:300]}")
        self.stage.is_whole()


class LongApplication(Application):
    """Three in turn by one FastCGI process: a fault costs the request that it happens in, not the next."""

    name = "POST apply, FastCGI"

    def run(self, before):
        path = self.stage.folder / "socket"
        path.unlink(missing_ok=True)
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
            listening.listen(8)
            process = subprocess.Popen(
                [*before, self.stage.cgi_program], stdin=listening, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL, env={"USHER_FCGI_MAX_REQUESTS": "3"})
        outputs = []
        for number in range(3):
            form = {"code": self.code, "name": "Grace", "email": f"grace{number}@navy.example"}
            try:
                outputs.append(stage.fastcgi.ask(str(path), "/apply", stage.encoded(form).decode())[1])
            except (EOFError, OSError, IndexError):
                outputs.append("")
        if "" in outputs:
            # It was killed, or could not say so: it waits for one more.
            process.terminate()
        process.wait(20)
        return outputs

    def judge(self, outputs, fault):
        for output in outputs:
            found = stage.status(output)
            excused = "KILL" in fault or self.hit_answer
            expect(found in [303, 500, 503] or excused and found == 0, f"{found}: {output[:300]}")
            expect(found in [0, 303] or output.endswith("</html>\n"), "half a page")
            if found == 303:
                expect(self.stage.has_application(stage.token(output)), "acknowledged, and lost")
        self.stage.is_whole()
        found = [stage.status(output) for output in outputs]
        expect("KILL" in fault or sum(one != 303 for one in found) <= 1, f"one fault, {found}")
        return f"{sorted(found)}"


class Pages(Trial):
    """Three new links; after that a change that changes all pages."""

    name = "usher build, new pages"

    def prepare(self):
        for _ in range(3):
            self.stage.invite()
        self.before = {}
        self.empty()
        self.after = self.wanted()

    def empty(self):
        shutil.rmtree(self.stage.site / "public")
        self.stage.rows("UPDATE invitation SET published = ''")

    def wanted(self):
        """Bytes of each file as they should be; the site is left as it was."""
        kept = self.stage.folder / "before"
        copy(self.stage.site, kept)
        self.stage.usher("build")
        files = self.files()
        shutil.rmtree(self.stage.site)
        kept.rename(self.stage.site)
        return files

    def files(self):
        public = self.stage.site / "public"
        return {str(path.relative_to(public)): path.read_bytes() for path in public.rglob("*") if path.is_file()}

    def run(self, before):
        return self.stage.usher("build", check=False, before=before)

    def judge(self, done, fault):
        expect(done.returncode in [0, 1] or "KILL" in fault, f"exit {done.returncode}: {done.stderr}")
        if done.returncode == 1:
            lines = done.stderr.splitlines()
            expect(len(lines) == 1 and lines[0].startswith("usher: ") or fault.startswith("write"), done.stderr)
        for name, content in self.files().items():
            if not any(part.startswith(".") for part in Path(name).parts):
                expect(content in [self.before.get(name), self.after.get(name)], f"a partial page: {name}")
        self.stage.is_whole()
        # What is marked is there.
        if done.returncode == 0:
            expect(self.files() == self.after, "not what was wanted, and no word of it")
        return f"exit {done.returncode}"

    def heal(self):
        self.stage.usher("build")
        files = self.files()
        expect(files == self.after, f"afterwards: {sorted(set(files) ^ set(self.after))}")


class ChangedPages(Pages):
    name = "usher build, changed pages"

    def prepare(self):
        for _ in range(3):
            self.stage.invite()
        self.before = self.files()
        self.stage.rows("UPDATE setting SET value = 'Bolt' WHERE name = 'organisation'")
        self.after = self.wanted()


class RevivedPages(Pages):
    """Links that had ended are open again: the mark by which servers answer 410 goes, or the build says that it cannot."""

    name = "usher build, links that live again"

    def prepare(self):
        for _ in range(3):
            self.stage.invite()
        self.stage.rows("UPDATE invitation SET expires = 1")
        self.stage.usher("build")
        self.before = self.files()
        self.stage.rows("UPDATE invitation SET expires = NULL")
        self.after = self.wanted()
        expect(len(self.before) == len(self.after) + 3, "three marks have gone")


class Mails(Trial):
    name = "usher deliver"

    def prepare(self):
        code = self.stage.invite("--no-approval")
        # What would be started by itself is kept from it: the first to deliver is the trial.
        configuration = self.stage.site / "usher.conf"
        text = configuration.read_text()
        configuration.write_text(text.replace(str(self.stage.program), "/bin/true"))
        for name in ["grace", "edsger"]:
            form = {"code": code, "name": name, "email": f"{name}@navy.example"}
            expect(stage.status(self.stage.cgi("/apply", form)[1]) == 303, "no application")
        configuration.write_text(text)

    def run(self, before):
        return self.stage.usher("deliver", check=False, before=before)

    def mails(self):
        folder = self.stage.site / "mails"
        return sorted(folder.glob("*.eml")) if folder.exists() else []

    def judge(self, done, fault):
        expect(done.returncode in [0, 1] or "KILL" in fault, f"exit {done.returncode}: {done.stderr}")
        if done.returncode == 1:
            expect(done.stderr.startswith("usher: ") or fault.startswith("write"), done.stderr)
        for path in self.mails():
            message = email.message_from_bytes(path.read_bytes())
            expect(message.is_multipart() and len(message.get_payload()) == 2 and not message.defects, "half a mail")
            expect(path.read_bytes().rstrip().endswith(b"--"), "half a mail")
        for identifier, in self.stage.rows("SELECT message_id FROM mail_outbox WHERE state = 'sent'"):
            name = identifier.strip("<>").partition("@")[0]
            expect((self.stage.site / f"mails/{name}.eml").exists(), "marked as sent, and is not there")
        self.stage.is_whole()
        return f"exit {done.returncode}, {len(self.mails())} mails"

    def heal(self):
        # Not to wait for the lease and the pause.
        self.stage.rows("UPDATE mail_outbox SET next_attempt = 0 WHERE state <> 'sent'")
        self.stage.usher("deliver")
        expect(self.stage.one("SELECT COUNT(*) FROM mail_outbox WHERE state <> 'sent'") == 0, "a mail is left behind")
        expect(len(self.mails()) == 2, f"{len(self.mails())} mails")
        self.stage.is_whole()


def attempt(trial, call, fault, number):
    """Whether there was an n-th call; what came of it."""
    trial.begin()
    log = trial.stage.folder / "trace"
    outcome = trial.run(
        ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={call}", "-e", f"inject={call}:{fault}:when={number}"])
    text = log.read_text(errors="replace")
    fired = "INJECTED" in text or "killed by SIGKILL" in text
    trial.hit_answer = any(ANSWER.search(line) for line in text.splitlines() if "INJECTED" in line)
    said = trial.judge(outcome, f"{call} {fault}")
    if fired:
        trial.heal()
    return fired, said


def every(trial, full):
    faults = FAULTS if full else ["error=ENOSPC", "signal=KILL"]
    total = 0
    for fault in faults:
        seen = {}
        for call in CALLS:
            for number in range(1, 1000):
                # Writes to the database are many and alike.
                if not full and "write" in call and number > 12 and number % 9:
                    continue
                try:
                    fired, said = attempt(trial, call, fault, number)
                except AssertionError as error:
                    raise AssertionError(f"{trial.name}: {call} {number}: {fault}: {error}") from None
                if not fired:
                    break
                total += 1
                seen[said] = seen.get(said, 0) + 1
        outcomes = "; ".join(f"{said}: {count} times" for said, count in sorted(seen.items()))
        print(f"  {trial.name}, {fault}: {outcomes}", flush=True)
    expect(total > 20, f"{trial.name}: {total} faults")


def application(stage_, full):
    every(Application(stage_), full)


def fastcgi_requests(stage_, full):
    every(LongApplication(stage_), full)


def new_pages(stage_, full):
    every(Pages(stage_), full)


def changed_pages(stage_, full):
    every(ChangedPages(stage_), full)


def revived_pages(stage_, full):
    every(RevivedPages(stage_), full)


def mails(stage_, full):
    every(Mails(stage_), full)


if __name__ == "__main__":
    stage.main([application, fastcgi_requests, new_pages, changed_pages, revived_pages, mails], __doc__)
