#!/usr/bin/env python3
"""`usher build` on many invitations: how long, how much memory, and whether exactly the right files are written.

All pages from nothing; again, which must write nothing; after one invitation was revoked, which must
write its pages alone; and from nothing again, which must give the same bytes. Times are printed, never
asserted: the exit status says whether the files were right.
"""

import argparse
import hashlib
import json
import os
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
YEAR = 365 * 86400


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("invitations", type=int, nargs="?", default=10_000)
    parser.add_argument("--programs", type=Path, default=REPOSITORY / ".build/release")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-build-") as folder:
        usher, site = make_site(Path(folder), options.programs)
        insert_invitations(site, options.invitations)
        measure(usher, site, options.invitations)


# The site


def make_site(folder, programs):
    """The programs are copies, so that a build meanwhile disturbs nothing."""
    (folder / "bin").mkdir()
    for name in ["usher", "usher.cgi"]:
        shutil.copy2(programs / name, folder / "bin")
    for name in ["templates", "public"]:
        shutil.copytree(REPOSITORY / name, folder / "share/usher" / name)
    site = folder / "site"
    usher = folder / "bin/usher"
    commands = [
        ["init", site, "--name", "Acme", "--base-address", "https://join.example.org",
         "--time-zone", "Europe/Berlin", "--mail", "folder:mails"],
        ["admin", "add", "ada", "--name", "Ada Lovelace", "--email", "ada@acme.example", "--site", site],
        ["department", "add", "Sales / North", "--site", site],
    ]
    for command in commands:
        if subprocess.run([usher, *command], stdout=subprocess.DEVNULL).returncode != 0:
            sys.exit(f"usher {command[0]} failed: is the build older than the templates?")
    return usher, site


def insert_invitations(site, count):
    """The same ones every time, in one transaction; ends lie years away, so that no state changes meanwhile."""
    generator = random.Random(1)
    now = int(time.time())
    codes = set()
    while len(codes) < count:
        codes.add(invitation_code(generator))
    with sqlite3.connect(site / "usher.db") as database:
        [(inviter,)] = database.execute("SELECT id FROM account")
        departments = [None, *(id for (id,) in database.execute("SELECT id FROM department ORDER BY id"))]
        database.executemany(
            "INSERT INTO invitation (id, code, label, inviter, department, language, requires_approval, "
            "created, not_before, expires, max_uses, revoked) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(
                f"BENCH{place:020}", code, f"Stand {place}", inviter, generator.choice(departments),
                generator.choice(["en", "zh-Hans"]), generator.randrange(2), now, None,
                generator.choice([None, now + YEAR, now - YEAR if place % 10 == 0 else now + 2 * YEAR]),
                generator.choice([None, 200]), None)
             for place, code in enumerate(sorted(codes))])


def invitation_code(generator):
    """As Sources/Membership/InvitationCode.swift makes it: twelve symbols and one by Luhn mod 32."""
    values = [generator.randrange(32) for _ in range(12)]
    total = 0
    for place, value in enumerate(reversed(values)):
        weighed = value * 2 if place % 2 == 0 else value
        total += weighed // 32 + weighed % 32
    text = "".join(SYMBOLS[value] for value in [*values, -total % 32])
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


# One build


# Linux counts what the parent held into a child's peak; a small parent leaves usher's own.
SMALL_PARENT = """
import json, os, sys, time
start = time.perf_counter()
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(child, 0)
seconds = time.perf_counter() - start
print(json.dumps([seconds, usage.ru_utime, usage.ru_stime, usage.ru_maxrss / 1024]))
sys.exit(os.waitstatus_to_exitcode(status) != 0)
"""


class Build:
    """Runs `usher build` and keeps what it took."""

    def __init__(self, usher, site):
        done = subprocess.run(
            [sys.executable, "-S", "-c", SMALL_PARENT, usher, "build", "--site", site],
            stdout=subprocess.PIPE, text=True)
        self.message, _, figures = done.stdout.strip().rpartition("\n")
        if done.returncode != 0:
            sys.exit(f"usher build failed: {self.message}")
        self.seconds, self.user, self.system, self.peak = json.loads(figures)
        self.written = int(re.match(r"(\d+) files written", self.message)[1])


def files_of(folder):
    """Path → (what tells that it was written again, a hash of its bytes)."""
    found = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(parent, name)
            state = os.lstat(path)
            with open(path, "rb") as file:
                digest = hashlib.blake2b(file.read(), digest_size=16).digest()
            found[os.path.relpath(path, folder)] = ((state.st_ino, state.st_mtime_ns), digest)
    return found


# Measuring


def measure(usher, site, count):
    public = site / "public"
    common = len(files_of(public))
    print(f"{count} invitations\n")
    print(f"{'':26}{'seconds':>9}{'user':>8}{'system':>8}{'files':>8}{'files/s':>9}{'peak MiB':>10}")

    first = report("all, from nothing", Build(usher, site))
    fresh = files_of(public)
    expect(first.written == len(fresh) - common, f"all files were written: {first.message}")
    expect(len(fresh) == common + 4 * count, f"four files an invitation: {len(fresh)} beside {common}")

    again = report("again, nothing to do", Build(usher, site))
    expect(again.written == 0 and files_of(public) == fresh, f"nothing was written: {again.message}")

    code = revoke_one(site)
    one = report("one was revoked", Build(usher, site))
    after = files_of(public)
    changed = sorted(path for path in fresh.keys() | after.keys() if fresh.get(path) != after.get(path))
    wanted = sorted(f"I/{code}/{name}.html" for name in ["index", other_language(site, code)])
    expect(one.written == 2 and changed == wanted, f"its two pages were written: {changed}")

    # Moved away rather than deleted: ext4 takes its time to hand out inodes that were freed a moment ago.
    public.rename(site / "public.before")
    whole = report("public/ was gone", Build(usher, site))
    rebuilt = files_of(public)
    expect(
        whole.written == len(after) and bytes_of(rebuilt) == bytes_of(after), "the same bytes in every file")

    size = sum(os.path.getsize(public / path) for path in rebuilt)
    print(f"\n{len(rebuilt)} files, {size / 2**20:.0f} MiB. Written after the revocation: {', '.join(changed)}")
    print(f"SHA-256 of all paths and bytes, before and after public/ was gone: {tree_hash(rebuilt)[:16]}…")


def report(name, build):
    speed = f"{build.written / build.seconds:9.0f}" if build.written else f"{'':9}"
    print(
        f"{name:26}{build.seconds:9.2f}{build.user:8.2f}{build.system:8.2f}{build.written:8}"
        f"{speed}{build.peak:10.0f}", flush=True)
    return build


def revoke_one(site):
    """One that is active; returns its code."""
    with sqlite3.connect(site / "usher.db") as database:
        [(id, code)] = database.execute(
            "SELECT id, code FROM invitation WHERE expires IS NULL ORDER BY code DESC LIMIT 1")
        database.execute(
            "UPDATE invitation SET revoked = ?, revoked_by = inviter WHERE id = ?", (int(time.time()), id))
    return code


def other_language(site, code):
    with sqlite3.connect(site / "usher.db") as database:
        [(language,)] = database.execute("SELECT language FROM invitation WHERE code = ?", (code,))
    return "zh-Hans" if language == "en" else "en"


def bytes_of(files):
    return {path: digest for path, (_, digest) in files.items()}


def tree_hash(files):
    whole = hashlib.sha256()
    for path, digest in sorted(bytes_of(files).items()):
        whole.update(path.encode() + b"\0" + digest)
    return whole.hexdigest()


def expect(holds, what):
    if not holds:
        sys.exit(f"Not so: {what}")


if __name__ == "__main__":
    main()
