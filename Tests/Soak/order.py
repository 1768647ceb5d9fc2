#!/usr/bin/env python3
"""In which order things reach the disk, as strace sees it: every write of the database inside the gate (promise 4), synced
before anybody is told (promise 2); every page written beside, synced, renamed and only then marked (promise 31).
"""

import os
import re
import shutil
import socket

import stage
from stage import expect

CALLS = "openat,flock,write,pwrite64,ftruncate,fsync,fdatasync,syncfs,rename,renameat,renameat2,unlink,unlinkat"
LINE = re.compile(r"^\d+ +(\w+)\((.*)\) += (-?\d+)")
PATH = re.compile(r"<([^>]+)>|\"([^\"]+)\"")


class Trace:
    """Calls of one program, in their order: name, arguments, result, and the paths in the arguments."""

    def __init__(self, text):
        self.calls = []
        unfinished = {}
        for line in text.splitlines():
            process = line.split(" ", 1)[0]
            if "<unfinished ...>" in line:
                unfinished[process] = line.partition(" <unfinished")[0]
                continue
            if "resumed>" in line:
                line = unfinished.pop(process, "") + line.partition("resumed>")[2]
            found = LINE.match(line)
            if found:
                paths = [one or two for one, two in PATH.findall(found[2])]
                self.calls.append((found[1], found[2], int(found[3]), paths))

    def places(self, names, ending, part=""):
        return [place for place, (name, arguments, result, paths) in enumerate(self.calls)
                if name in names and result >= 0 and part in arguments and any(path.endswith(ending) for path in paths)]


def trace(stage_, run):
    log = stage_.folder / "trace"
    outcome = run(["strace", "-f", "-y", "-s", "40", "-o", str(log), "-e", f"trace={CALLS}"])
    return Trace(log.read_text(errors="replace")), outcome


WRITES = ["write", "pwrite64", "ftruncate"]


def check_gate(trace, what):
    """Whatever changes database or journal happens between taking the gate and leaving it, and is synced there."""
    held = False
    unsynced = {"usher.db": False, "usher.db-journal": False}
    changes = 0
    for name, arguments, result, paths in trace.calls:
        ends = [os.path.basename(path) for path in paths]
        expect(not any(end.endswith(("-wal", "-shm")) for end in ends) or result < 0, f"{what}: a WAL: {arguments}")
        if name == "flock" and "usher.db.gate" in ends and result == 0:
            held = "LOCK_EX" in arguments
            if not held:
                expect(not unsynced["usher.db"], f"{what}: the gate was left before the database was synced")
        elif name in WRITES and ends and ends[0] in unsynced and result >= 0:
            expect(held, f"{what}: {name}({arguments}) outside the gate")
            if ends[0] == "usher.db":
                # A journal that is not on the disk could not take back what is about to be written.
                expect(not unsynced["usher.db-journal"], f"{what}: the database before its journal")
            changes += 1
            # Emptying the journal is the commit; the database is synced before it.
            if name == "ftruncate" and ends[0].endswith("-journal"):
                expect(not unsynced["usher.db"], f"{what}: committed before the database was synced")
                unsynced[ends[0]] = False
            else:
                unsynced[ends[0]] = True
        elif name in ["fsync", "fdatasync"] and ends and ends[0] in unsynced and result == 0:
            unsynced[ends[0]] = False
    expect(changes > 0, f"{what}: nothing was written")
    return changes


def answers_after_syncs(stage_, full):
    """POST apply, an approval and a sign-in: as CGI."""
    code = stage_.invite()
    cookie, form_token = stage_.signed_in()
    applied = {"code": code, "name": "Grace", "email": "grace@navy.example"}

    def acknowledged(what, route, form, **more):
        seen, (exit, output) = trace(stage_, lambda before: stage_.cgi(route, form, before=before, **more))
        expect(exit == 0 and stage.status(output) == 303, f"{what}: {exit} {output[:300]}")
        changes = check_gate(seen, what)
        [answer] = [place for place, (name, arguments, _, _) in enumerate(seen.calls)
                    if name == "write" and "Status: 303" in arguments]
        # Behind the answer `usher deliver` may be at work already.
        last_write = max(place for place in seen.places(["pwrite64"], "/usher.db") if place < answer)
        synced = [place for place in seen.places(["fsync", "fdatasync"], "/usher.db") if last_write < place < answer]
        expect(synced, f"{what}: no sync of the database between its last write and the answer")
        journal = [place for place in seen.places(WRITES, "/usher.db-journal") if place < answer]
        expect(seen.calls[journal[-1]][0] == "ftruncate", f"{what}: the transaction was still open")
        print(f"  {what}: {changes} writes of database and journal, all in the gate, synced before the answer")

    acknowledged("apply", "/apply", applied)
    reference = stage_.one("SELECT reference FROM application")
    acknowledged("approve", f"/admin/applications/{reference}", {"token": form_token, "verdict": "approve"},
                 HTTP_COOKIE=cookie)
    acknowledged("sign in", "/sign-in", {"name": "ada", "password": stage.PASSWORD})


def fastcgi_answers_after_syncs(stage_, full):
    """The same where one process stays open."""
    code = stage_.invite()
    log = stage_.folder / "trace"
    path = str(stage_.folder / "socket")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        listening.listen(8)
        process = stage_.start("strace", "-f", "-y", "-s", "60", "-o", log, "-e", f"trace={CALLS}", stage_.cgi_program,
                               stdin=listening, env={"USHER_FCGI_MAX_REQUESTS": "3"})
    for number in range(3):
        found, output, _ = stage.fastcgi.ask(
            path, "/apply", stage.encoded({"code": code, "name": "G", "email": f"g{number}@navy.example"}).decode())
        expect(found == 303, output)
    process.wait(20)
    seen = Trace(log.read_text(errors="replace"))
    check_gate(seen, "FastCGI")
    answers = [place for place, (name, arguments, _, _) in enumerate(seen.calls)
               if name == "write" and "Status: 303" in arguments]
    expect(len(answers) == 3, f"{len(answers)} answers")
    writes, syncs = seen.places(["pwrite64"], "/usher.db"), seen.places(["fsync", "fdatasync"], "/usher.db")
    start = 0
    for answer in answers:
        last = max(place for place in writes if start < place < answer)
        expect(any(last < place < answer for place in syncs), "no sync before the answer")
        start = answer
    print("  FastCGI: each of three answers after a sync of what it tells")


def commands_inside_gate(stage_, full):
    """Whatever else writes the database."""
    code = stage_.invite("--no-approval")
    stage_.cgi("/apply", {"code": code, "name": "Grace", "email": "grace@navy.example"})
    stage.wait_until(lambda: stage_.one("SELECT COUNT(*) FROM mail_outbox WHERE state = 'sent'") == 1)
    stage_.rows("UPDATE mail_outbox SET state = 'queued', next_attempt = 0")
    for arguments in [["invite", "create", "--department", "Sales / North"], ["settings", "set", "organisation", "Bolt"],
                      ["build"], ["deliver"], ["admin", "digest", "ada", "12"], ["department", "add", "Support"]]:
        seen, done = trace(stage_, lambda before: stage_.usher(*arguments, check=False, before=before))
        expect(done.returncode == 0, done.stderr)
        print(f"  usher {' '.join(arguments[:2])}: {check_gate(seen, arguments)} writes, all in the gate")


def pages_before_marks(stage_, full):
    """Few files are synced each, many by one syncfs; either way: written, synced, renamed, synced, marked."""
    for number, expected in [(1, "fsync"), (12, "syncfs")]:
        codes = [stage_.invite() for _ in range(number)]
        stage_.rows("UPDATE invitation SET published = ''")
        for code in codes:
            for file in (stage_.site / "public/I" / code).iterdir():
                file.unlink()
        seen, done = trace(stage_, lambda before: stage_.usher("build", before=before))
        expect(done.stdout.startswith(f"{4 * number} files written"), done.stdout)
        marks = seen.places(["pwrite64"], "/usher.db")
        renames = seen.places(["renameat", "renameat2", "rename"], "index.html")
        expect(len(renames) == number, f"{len(renames)} pages renamed")
        for code in codes:
            ours = [place for place, call in enumerate(seen.calls) if any(code in path for path in call[3])]
            opened = [place for place in ours if seen.calls[place][0] == "openat" and "O_CREAT" in seen.calls[place][1]]
            expect(len(opened) == 4, f"{len(opened)} files written")
            for place in opened:
                expect("O_EXCL" in seen.calls[place][1] and "O_NOFOLLOW" in seen.calls[place][1], seen.calls[place][1])
            written = [place for place in ours if seen.calls[place][0] == "write"]
            renamed = [place for place in ours if seen.calls[place][0].startswith("rename")]
            expect(len(renamed) == 4, f"{len(renamed)} renames")
            expect(max(written) < min(renamed) and max(renamed) < min(marks), "written, renamed, marked")
            if expected == "fsync":
                synced = [place for place in ours if seen.calls[place][0] == "fsync"]
                expect(sum(place < min(renamed) for place in synced) == 4, "each file synced before it is renamed")
                expect(any(max(renamed) < place < min(marks) for place in synced), "the folder synced before the mark")
        if expected == "syncfs":
            syncs = [place for place, call in enumerate(seen.calls) if call[0] == "syncfs" and call[2] == 0]
            all_writes = [place for place, call in enumerate(seen.calls)
                          if call[0] == "write" and any("/public/I/" in path for path in call[3])]
            expect(any(max(all_writes) < place < min(renames) for place in syncs), "one syncfs before the renames")
            expect(any(max(renames) < place < min(marks) for place in syncs), "one syncfs before the marks")
        print(f"  {number} pages: O_EXCL, O_NOFOLLOW, written, {expected}, renamed, synced, marked")


def synced_between(seen, first, last, path):
    """Whether that file or folder, or the whole file system, was synced after the one and before the other."""
    return any(first < place < last for place in [*seen.places(["fsync"], path), *seen.places(["syncfs"], "")])


def new_folders_before_marks(stage_, full):
    """A new link's folder is filled beside its place: what is in it is synced before it gets its name, the name before the mark."""
    for number in [1, 12]:
        codes = [stage_.invite() for _ in range(number)]
        for code in codes:
            stage_.rows("UPDATE invitation SET published = '' WHERE code = ?", code)
            shutil.rmtree(stage_.site / "public/I" / code)
        seen, done = trace(stage_, lambda before: stage_.usher("build", before=before))
        expect(done.stdout.startswith(f"{4 * number} files written"), done.stdout)
        mark = min(seen.places(["pwrite64"], "/usher.db"))
        for code in codes:
            [named] = seen.places(["renameat"], code)
            beside = f"/public/I/.{code}.new"
            for name in ["index.html", "zh-Hans.html", "qr.png", "qr.svg"]:
                written = max(seen.places(["write"], f"{beside}/{name}"))
                expect(synced_between(seen, written, named, f"{beside}/{name}"), f"{name} is named before it is synced")
            expect(synced_between(seen, written, named, beside), "the folder is named before it is synced")
            expect(named < mark and synced_between(seen, named, mark, "/public/I"), "its name is not synced before the mark")
        print(f"  {number} new folders: filled beside, synced, renamed, synced, marked")


def revived_before_marks(stage_, full):
    """Links that live again: what their servers answer 410 by is gone from the disk before they are marked."""
    for number in [1, 12]:
        codes = [stage_.invite() for _ in range(number)]
        for moment in [1, None]:
            for code in codes:
                stage_.rows("UPDATE invitation SET expires = ? WHERE code = ?", moment, code)
            seen, done = trace(stage_, lambda before: stage_.usher("build", before=before))
        expect(done.stdout.startswith(f"{2 * number} files written"), done.stdout)
        mark = min(seen.places(["pwrite64"], "/usher.db"))
        for code in codes:
            [removed] = [place for place in seen.places(["unlinkat"], "gone") if code in seen.calls[place][1]]
            expect(max(seen.places(["renameat"], ".html", code)) < removed, "the mark goes before the page is there")
            expect(removed < mark and synced_between(seen, removed, mark, code), "not synced before the mark")
        print(f"  {number} links that live again: pages renamed, the dead's mark removed, synced, marked")


if __name__ == "__main__":
    stage.main([answers_after_syncs, fastcgi_answers_after_syncs, commands_inside_gate, pages_before_marks,
                new_folders_before_marks, revived_before_marks], __doc__)
