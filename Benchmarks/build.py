#!/usr/bin/env python3
"""`usher build` on many invitations, beside Hugo for the pages and a C program (qr.c) for the images: how long, how
much memory, and whether exactly the right files are written.

Times are printed, never asserted: the exit status says whether the files were right.
"""

import argparse
import hashlib
import json
import os
import pwd
import random
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import zlib
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
SYMBOLS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
YEAR = 365 * 86400


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("invitations", type=int, nargs="?", default=10_000)
    parser.add_argument("many", type=int, nargs="?", default=100_000, help="of the larger site; 0 leaves it out")
    parser.add_argument("--programs", type=Path, default=REPOSITORY / ".build/release")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-build-") as folder:
        folder = Path(folder)
        usher, site = make_site(folder / "few", options.programs)
        insert_invitations(site, options.invitations)
        peak = measure(usher, site, options.invitations)
        rows = beside_peers(folder, usher, site, options.rounds)
        rows.append(images(folder, usher, site, options.rounds))
        if options.many:
            usher, site = make_site(folder / "many", options.programs)
            insert_invitations(site, options.many)
            rows += larger(usher, site, options, peak)
    print("\n| work | beside | to reach | ratio: median (lowest, highest) |\n| --- | --- | --- | --- |")
    for row in rows:
        print("| " + " | ".join(row) + " |")


# The site


def make_site(folder, programs):
    """The programs are copies, so that a build meanwhile disturbs nothing."""
    (folder / "bin").mkdir(parents=True)
    for name in ["usher", "usher.cgi"]:
        shutil.copy2(programs / name, folder / "bin")
    for name in ["templates", "public"]:
        shutil.copytree(REPOSITORY / name, folder / "share/usher" / name)
    site = folder / "site"
    usher = folder / "bin/usher"
    commands = [
        ["init", site, "--owner", pwd.getpwuid(os.getuid()).pw_name, "--name", "Acme",
         "--base-address", "https://join.example.org",
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
    marks = sum(path.endswith("/gone") for path in fresh)
    expect(
        len(fresh) == common + 4 * count + marks and marks == dead_links(site),
        f"four files an invitation, and a mark for each dead one: {len(fresh)} beside {common}")

    again = report("again, nothing to do", Build(usher, site))
    expect(again.written == 0 and files_of(public) == fresh, f"nothing was written: {again.message}")

    code = revoke_one(site)
    one = report("one was revoked", Build(usher, site))
    after = files_of(public)
    changed = sorted(path for path in fresh.keys() | after.keys() if fresh.get(path) != after.get(path))
    wanted = sorted(f"I/{code}/{name}" for name in ["gone", "index.html", f"{other_language(site, code)}.html"])
    expect(one.written == 3 and changed == wanted, f"its two pages and its mark were written: {changed}")

    # Moved away rather than deleted: ext4 takes its time to hand out inodes that were freed a moment ago.
    public.rename(site / "public.before")
    whole = report("public/ was gone", Build(usher, site))
    rebuilt = files_of(public)
    expect(
        whole.written == len(after) and bytes_of(rebuilt) == bytes_of(after), "the same bytes in every file")

    size = sum(os.path.getsize(public / path) for path in rebuilt)
    print(f"\n{len(rebuilt)} files, {size / 2**20:.0f} MiB. Written after the revocation: {', '.join(changed)}")
    print(f"SHA-256 of all paths and bytes, before and after public/ was gone: {tree_hash(rebuilt)[:16]}…")
    return first.peak


def dead_links(site):
    with sqlite3.connect(site / "usher.db") as database:
        [(count,)] = database.execute(
            "SELECT COUNT(*) FROM invitation WHERE revoked IS NOT NULL OR expires <= ?", (int(time.time()),))
    return count


# Beside others


def beside_peers(folder, usher, site, rounds):
    """All from nothing, beside Hugo for as many pages and the C program for as many images, in turn."""
    hugo, program = write_hugo(folder / "hugo", site), compile_qr(folder)
    listed = image_list(site, folder / "c")
    totals, times = [], []
    for number in range(rounds):
        (site / "public").rename(folder / f"public.{number}")
        ours = Build(usher, site).seconds
        pages = seconds(["hugo", "--quiet", "--noTimes", "--source", hugo, "--destination", folder / f"pages.{number}"])
        (folder / "c").mkdir()
        pngs = seconds_together([program], listed)
        expect(len(os.listdir(folder / "c")) == len(listed.splitlines()), "an image of each")
        expect(len(os.listdir(folder / f"pages.{number}/I")) == len(listed.splitlines()), "a page of each")
        (folder / "c").rename(folder / f"c.{number}")
        totals.append(ours / (pages + pngs))
        times.append((ours, pages, pngs))
    print("\nseconds: usher build, Hugo, C program")
    for ours, pages, pngs in times:
        print(f"{ours:9.2f}{pages:9.2f}{pngs:9.2f}")
    count = f"{len(listed.splitlines()):,}"
    return [(
        f"`usher build`, {count} invitations, pages in two languages, PNG, SVG, synced, seconds",
        f"Hugo for {count} pages and C for {count} PNGs, not synced", "≤ 0.8", spread(totals))]


def images(folder, usher, site, rounds):
    """PNG images alone, on one core."""
    program = compile_qr(folder)
    listed = "".join(image_list(site, folder / "one").splitlines(True)[:2000])
    (folder / "one").mkdir()
    ratios, segno = [], []
    for number in range(max(5, rounds)):
        ours = seconds(["taskset", "-c", "0", usher, "qr", "--png"], listed)
        if number == 0:
            sample = {path.name: pixels(path) for path in sorted((folder / "one").iterdir())[:20]}
        theirs = seconds(["taskset", "-c", "0", program], listed)
        ratios.append(theirs / ours)
        if number == 0:
            for name, before in sample.items():
                expect(before == pixels(folder / "one" / name), f"the same pixels: {name}")
            segno.append(seconds(["taskset", "-c", "0", "/usr/bin/python3", "-c", SEGNO], listed) / ours)
    print(f"\nsegno (Python) takes {segno[0]:.1f} times as long as usher for the same images")
    return ("QR PNGs alone, images/s on one core", "C, libqrencode and libpng", "≥ 1", spread(ratios))


SEGNO = """
import sys, segno
for line in sys.stdin:
    text, name = line.rstrip("\\n").split("\\t")
    segno.make(text, error="m", boost_error=False, micro=False).save(name, scale=28, border=4, compresslevel=1)
"""


def larger(usher, site, options, peak):
    """One change among many; memory."""
    full = Build(usher, site)
    ratios = []
    for _ in range(max(5, options.rounds)):
        revoke_one(site)
        one = Build(usher, site)
        expect(one.written == 3, f"one invitation's files: {one.message}")
        ratios.append(one.seconds / full.seconds)
    print(f"\n{options.many} invitations: {full.seconds:.1f} s, {full.peak:.0f} MiB ({options.invitations}: {peak:.0f} MiB)")
    return [
        (f"build after one change among {options.many:,}, seconds", "the full build", "≤ 0.01", spread(ratios, 4)),
        (f"peak memory, build of {options.many:,}", f"build of {options.invitations:,}", "≤ 1.5",
         f"{full.peak / peak:.2f}")]


def write_hugo(folder, site):
    """As plain as Hugo goes: no lists, no feeds, one template like ours, one page an invitation."""
    for name in ["content/I", "layouts/_default"]:
        (folder / name).mkdir(parents=True)
    (folder / "config.toml").write_text(
        'baseURL = "https://join.example.org/"\n'
        'disableKinds = ["RSS", "sitemap", "taxonomy", "term", "section", "home", "404"]\n')
    page = next((site / "public/I").iterdir()).joinpath("index.html").read_text()
    for known, name in [("Ada Lovelace", "inviter"), ("Sales / North", "department")]:
        page = page.replace(known, "{{ .Params." + name + " }}")
    code = re.search(r'name="code" value="([^"]+)"', page)
    page = page.replace(code[1], "{{ .Params.code }}") if code else page
    page = re.sub(r"<time .*?</time>", '<time datetime="{{ .Params.expires }}">{{ .Params.expires }}</time>', page)
    (folder / "layouts/_default/single.html").write_text(page)
    with sqlite3.connect(site / "usher.db") as database:
        for code, expires in database.execute("SELECT code, expires FROM invitation"):
            (folder / f"content/I/{code}.html").write_text(
                f'---\ntitle: "Join Acme"\ninviter: "Ada Lovelace"\ndepartment: "Sales / North"\n'
                f'expires: "{expires or "no end"}"\ncode: "{code}"\nurl: "/I/{code}/"\n---\n')
    return folder


def compile_qr(folder):
    program = folder / "qr"
    if not program.exists():
        subprocess.run(
            ["gcc", "-O2", "-o", program, REPOSITORY / "Benchmarks/qr.c", "-lqrencode", "-lpng"], check=True)
    return program


def image_list(site, folder):
    with sqlite3.connect(site / "usher.db") as database:
        codes = [code for (code,) in database.execute("SELECT code FROM invitation ORDER BY code")]
    return "".join(f"HTTPS://JOIN.EXAMPLE.ORG/I/{code}/\t{folder}/{code}.png\n" for code in codes)


def seconds(command, text=None):
    start = time.perf_counter()
    done = subprocess.run(command, input=text, text=True, stdout=subprocess.DEVNULL)
    expect(done.returncode == 0, f"{command[0]} ended well")
    return time.perf_counter() - start


def seconds_together(command, text):
    """As many processes as there are cores, each with its part of the lines."""
    lines, cores = text.splitlines(True), len(os.sched_getaffinity(0))
    parts = []
    for place in range(cores):
        part = tempfile.TemporaryFile("w+")
        part.writelines(lines[place::cores])
        part.seek(0)
        parts.append(part)
    start = time.perf_counter()
    started = [subprocess.Popen(command, stdin=part, stdout=subprocess.DEVNULL) for part in parts]
    ends = [process.wait() for process in started]
    taken = time.perf_counter() - start
    expect(not any(ends), f"{command[0]} ended well")
    for part in parts:
        part.close()
    return taken


def pixels(path):
    """The bytes of a 1-bit image, unpacked: its data may be compressed in another way."""
    content, data, place = path.read_bytes(), b"", 8
    while place < len(content):
        length, kind = int.from_bytes(content[place:place + 4], "big"), content[place + 4:place + 8]
        if kind == b"IDAT":
            data += content[place + 8:place + 8 + length]
        place += 12 + length
    return zlib.decompress(data)


def spread(ratios, digits=2):
    return f"{statistics.median(ratios):.{digits}f} ({min(ratios):.{digits}f}, {max(ratios):.{digits}f})"


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
            "SELECT id, code FROM invitation WHERE expires IS NULL AND revoked IS NULL "
            "ORDER BY code DESC LIMIT 1")
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
