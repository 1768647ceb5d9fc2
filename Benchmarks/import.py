#!/usr/bin/env python3
"""`usher account import` and `export` on many rows: how long, how much memory, how long others wait meanwhile, and
whether exactly the right rows are there: none after a failure in the last row, the same bytes after export, import
and export.

Times are printed, never asserted: the exit status says whether the rows were right.
"""

import argparse
import csv
import fcntl
import hashlib
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from build import REPOSITORY, SMALL_PARENT, make_site
from crowd import person


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", type=int, nargs="?", default=100_000)
    parser.add_argument("--programs", type=Path, default=REPOSITORY / ".build/release")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-import-") as folder:
        folder = Path(folder)
        table = folder / "people.csv"
        write_table(table, options.rows)
        lines = [("work", "rows", "seconds", "peak MiB", "others wait to write", "to read")]
        usher, site = make_site(folder / "one", options.programs)

        def measure(work, *arguments, fails=False):
            run = Run(usher, site, arguments, fails)
            lines.append(
                (work, f"{options.rows:,}", f"{run.seconds:.1f}", f"{run.peak:.0f}",
                 f"{run.write_wait:.1f} s", f"{run.read_wait:.1f} s"))
            print(lines[-1], file=sys.stderr)
            return run

        fail_in_last_row(measure, site, table, options.rows)
        measure("dry run", "import", table, "--create", "--dry-run")
        must(rows(site) == 1, "a dry run made accounts")
        measure("import, all new", "import", table, "--create")
        must(rows(site) == options.rows + 1, "not every row is there")
        must(subprocess.run([usher, "audit", "verify", "--site", site], stdout=subprocess.DEVNULL).returncode == 0,
             "the log is broken")
        first, again, other = (folder / f"{name}.csv" for name in ["first", "again", "other"])
        measure("export", "export", first)
        measure("import, nothing new", "import", first)
        measure("export again", "export", again)
        must(first.read_bytes() == again.read_bytes(), "export, import, export: other bytes")
        changed = folder / "changed.csv"
        change_departments(first, changed)
        measure("import, all moved", "import", changed, "--create")
        usher, site = make_site(folder / "two", options.programs)
        measure("into an empty site, with mails", "import", first, "--create", "--welcome")
        with sqlite3.connect(site / "usher.db") as database:
            [(mails,)] = database.execute("SELECT COUNT(*) FROM mail_outbox WHERE state = 'queued'")
        print(f"{mails:,} welcome mails wait", file=sys.stderr)
        measure("export from there", "export", other)
        must(first.read_bytes() == other.read_bytes(), "from another site: other bytes")
    print()
    for place, line in enumerate(lines):
        print("| " + " | ".join(line) + " |")
        if place == 0:
            print("|" + " --- |" * len(line))


def must(holds, complaint):
    if not holds:
        sys.exit(complaint)


def rows(site):
    with sqlite3.connect(site / "usher.db") as database:
        return database.execute("SELECT COUNT(*) FROM account").fetchone()[0]


def write_table(file, count):
    """Latin, accented and Chinese names; a thousand departments, three deep; four in five hold something."""
    generator = random.Random(1)
    with open(file, "w", encoding="utf-8", newline="") as output:
        table = csv.writer(output)
        table.writerow("login name email department positions groups roles language state kind".split())
        for number in range(count):
            name, email = person(generator, number)
            unit = generator.randrange(1000)
            table.writerow([
                f"p{number}", name, email, f"Area {unit % 10} / Office {unit % 100} / Unit {unit}",
                generator.choice(["", "Head", "Deputy"]), f"Group {generator.randrange(50)}",
                ";".join(generator.sample(["Editor", "Reader", "Treasurer"], generator.randrange(3))),
                generator.choice(["en", "zh-Hans"]), "suspended" if number % 50 == 0 else "active", "personal"])


def change_departments(source, target):
    with open(source, encoding="utf-8-sig", newline="") as found, open(target, "w", encoding="utf-8", newline="") as output:
        table = csv.writer(output)
        for place, row in enumerate(csv.reader(found)):
            if place > 0:
                row[3] = "Moved / Here"
            table.writerow(row)


def fail_in_last_row(measure, site, table, count):
    """The database itself refuses the last row, after all others were written."""
    def state():
        with sqlite3.connect(site / "usher.db") as database:
            tables = [name for (name,) in database.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name")]
            found = [(table, database.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall()) for table in tables]
        return hashlib.sha256(repr(found).encode()).hexdigest()

    with sqlite3.connect(site / "usher.db") as database:
        database.execute(
            f"CREATE TRIGGER last BEFORE INSERT ON account WHEN NEW.login = 'p{count - 1}' "
            "BEGIN SELECT RAISE(ABORT, 'no'); END")
    before = state()
    measure("import that fails in its last row", "import", table, "--create", fails=True)
    must(state() == before, "a failure in the last row left something behind")
    with sqlite3.connect(site / "usher.db") as database:
        database.execute("DROP TRIGGER last")


class Run:
    """One command, and how long others had to wait for the gate and for a read meanwhile, at the most."""

    def __init__(self, usher, site, arguments, fails):
        self.write_wait = self.read_wait = 0
        self.isOver = False
        others = [threading.Thread(target=work, args=[site]) for work in [self.write, self.read]]
        for other in others:
            other.start()
        done = subprocess.run(
            [sys.executable, "-S", "-c", SMALL_PARENT, usher, "account", *arguments, "--site", site],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL if fails else None, text=True)
        self.isOver = True
        for other in others:
            other.join()
        if (done.returncode != 0) != fails:
            sys.exit(f"usher account {arguments[0]}: exit {done.returncode}")
        self.seconds, _, _, self.peak = json.loads(done.stdout.strip().rpartition("\n")[2])

    def write(self, site):
        with open(site / "usher.db.gate", "a") as gate:
            while not self.isOver:
                start = time.perf_counter()
                fcntl.flock(gate, fcntl.LOCK_EX)
                self.write_wait = max(self.write_wait, time.perf_counter() - start)
                fcntl.flock(gate, fcntl.LOCK_UN)
                time.sleep(0.02)

    def read(self, site):
        database = sqlite3.connect(site / "usher.db", timeout=120)
        while not self.isOver:
            start = time.perf_counter()
            database.execute("SELECT COUNT(*) FROM setting").fetchall()
            self.read_wait = max(self.read_wait, time.perf_counter() - start)
            time.sleep(0.02)
        database.close()


if __name__ == "__main__":
    main()
