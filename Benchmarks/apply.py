#!/usr/bin/env python3
"""One application through usher.cgi against the same in plain C (apply.c): whole processes, run in turn.

Both write to copies of one fresh site. Where gdb is installed, their statements, bound values and syncs are
compared first, so that the C program is seen to do the same work. Times are printed, never asserted: the
exit status says whether every answer was right.
"""

import argparse
import base64
import difflib
import hashlib
import os
import platform
import pwd
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent
BASE_ADDRESS = "https://join.example.org"
DO_NOTHING = "int main(void) { return 0; }"
LIBRARIES = ["-lfcgi", "-lsqlite3", "-lsodium", "-lm"]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, default=REPOSITORY / ".build/release")
    parser.add_argument("--pairs", type=int, default=300)
    parser.add_argument("--warm-up", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-apply-") as folder:
        site = make_site(Path(folder), options.programs)
        contestants = make_contestants(Path(folder), site)
        compare_statements(Path(folder), contestants)
        measure(contestants, options.warm_up, options.pairs)


# The site and the programs


def make_site(folder, programs):
    """A site with one link that asks for approval and has no limit; the programs are copies, so that a
    build meanwhile disturbs nothing."""
    (folder / "bin").mkdir()
    for name in ["usher", "usher.cgi"]:
        shutil.copy2(programs / name, folder / "bin")
    for name in ["templates", "public"]:
        shutil.copytree(REPOSITORY / name, folder / "share/usher" / name)
    site = folder / "site"
    usher = folder / "bin/usher"
    commands = [
        ["init", site, "--owner", pwd.getpwuid(os.getuid()).pw_name, "--name", "Acme",
         "--base-address", BASE_ADDRESS, "--time-zone", "Europe/Berlin",
         "--mail", "folder:mails"],
        ["admin", "add", "ada", "--name", "Ada Lovelace", "--email", "ada@acme.example", "--site", site],
        ["department", "add", "Sales / North", "--site", site],
        ["invite", "create", "--department", "Sales / North", "--label", "Stand B", "--valid", "30d",
         "--approval", "--site", site],
    ]
    for command in commands:
        if subprocess.run([usher, *command], stdout=subprocess.DEVNULL).returncode != 0:
            sys.exit(f"usher {command[0]} failed: is the build older than the templates?")
    return site


class Contestant:
    """A program in a site of its own."""

    def __init__(self, name, site, program):
        self.name = name
        self.site = site
        self.program = str(program)
        self.seconds = []
        self.cpu = []
        self.tokens = []
        with sqlite3.connect(site / "usher.db") as database:
            [(self.code,)] = database.execute("SELECT code FROM invitation WHERE label = 'Stand B'")

    def body(self, number):
        return urllib.parse.urlencode(
            {"code": self.code, "name": "Grace Hopper", "email": f"person{number}@navy.example"}).encode()

    def apply(self, number):
        """Checks the answer; returns seconds of the clock and of the processor."""
        if number % 10 == 0:
            # After twenty through one link within ten minutes people are asked to confirm.
            with sqlite3.connect(self.site / "usher.db") as database:
                database.execute("DELETE FROM quota WHERE subject LIKE 'link %'")
        seconds, cpu, output = run(self.program, self.body(number), number)
        wanted = f"Location: {BASE_ADDRESS}/usher/application/"
        found = re.search(re.escape(wanted) + r"([\w-]{43})\r\n", output)
        if not output.startswith("Status: 303 ") or not found:
            sys.exit(f"{self.name} answered:\n{output}")
        self.tokens.append(found[1])
        return seconds, cpu

    def check_rows(self):
        """Every answer has led to its row."""
        with sqlite3.connect(self.site / "usher.db") as database:
            present = [found for (found,) in database.execute("SELECT token_digest FROM application")]
            [(audited,)] = database.execute("SELECT COUNT(*) FROM audit_log WHERE verb = 'apply'")
            [(reserved,)] = database.execute("SELECT uses_reserved FROM invitation")
        wanted = [digest(token) for token in self.tokens]
        if sorted(present) != sorted(wanted) or {audited, reserved} != {len(wanted)}:
            sys.exit(f"{self.name}: the rows are not those of the answers")


def digest(token):
    """As the database has it."""
    hashed = hashlib.blake2b(token.encode(), digest_size=32).digest()
    return base64.urlsafe_b64encode(hashed).decode().rstrip("=")


def make_contestants(folder, site):
    sites = {name: folder / name for name in ["swift", "c"]}
    for copy in sites.values():
        shutil.copytree(site, copy)
    program = sites["c"] / "cgi-bin/apply"
    compile_c(program, REPOSITORY / "Benchmarks/apply.c")
    nothing = folder / "nothing"
    compile_c(nothing, "-", DO_NOTHING)
    return (
        Contestant("usher.cgi", sites["swift"], sites["swift"] / "cgi-bin/usher.cgi"),
        Contestant("apply.c", sites["c"], program),
        str(nothing))


def compile_c(program, source, text=None):
    done = subprocess.run(
        ["cc", "-O2", "-pthread", "-static", "-o", program, "-x", "c", source, "-x", "none", *LIBRARIES],
        input=text, text=True, capture_output=True)
    if done.returncode != 0:
        sys.exit(done.stderr)


# One run


def environment(body, number=0):
    return {
        "PATH": "/usr/bin:/bin", "GATEWAY_INTERFACE": "CGI/1.1", "SERVER_PROTOCOL": "HTTP/1.1",
        "REQUEST_METHOD": "POST", "SCRIPT_NAME": "/usher", "PATH_INFO": "/apply", "QUERY_STRING": "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body)),
        "HTTP_SEC_FETCH_SITE": "same-origin", "REMOTE_ADDR": f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}",
    }


def run(program, body, number=0):
    """From before the process is made to after it has ended. Both pipes hold all that is sent, so that
    nothing of Python's runs in between."""
    from_body, to_program = os.pipe()
    from_program, to_output = os.pipe()
    os.write(to_program, body)
    os.close(to_program)
    actions = [(os.POSIX_SPAWN_DUP2, from_body, 0), (os.POSIX_SPAWN_DUP2, to_output, 1)]
    variables = environment(body, number)
    start = time.perf_counter_ns()
    child = os.posix_spawn(program, [program], variables, file_actions=actions)
    _, status, usage = os.wait4(child, 0)
    end = time.perf_counter_ns()
    os.close(from_body)
    os.close(to_output)
    with os.fdopen(from_program, "rb") as stream:
        output = stream.read().decode()
    if status != 0:
        sys.exit(f"{program} ended with status {os.waitstatus_to_exitcode(status)}")
    return (end - start) / 1e9, usage.ru_utime + usage.ru_stime, output


# The same work?

PROBES = {
    "sqlite3_open_v2": ("open, flags %d", 2), "sqlite3_extended_result_codes": ("extended codes %d", 1),
    "sqlite3_busy_timeout": ("busy timeout %d", 1), "sqlite3_exec": ("execute %s", 1),
    "sqlite3_prepare_v2": ("prepare %s", 1), "sqlite3_bind_text": ("text %s", 2),
    "sqlite3_bind_int64": ("integer %ld", 2), "sqlite3_bind_null": ("NULL", None),
    "sqlite3_step": ("step", None), "sqlite3_reset": ("reset", None), "sqlite3_close": ("close", None),
    "flock": ("flock %d", 1), "fdatasync": ("sync", None), "fsync": ("sync", None),
}
REGISTERS = {"x86_64": ["rdi", "rsi", "rdx"], "aarch64": ["x0", "x1", "x2"]}
# Ids, references, digests and moments differ from one run to the next.
RANDOM = re.compile(r"(?<=^text )(?:[0-9A-Z]{25}|[\w-]{43}|[0-9A-Z]{4}-[0-9A-Z]{4})$|(?<=^integer )\d{10}$")


def compare_statements(folder, contestants):
    swift, c, _ = contestants
    traces = [trace(folder, contestant) for contestant in [swift, c]]
    if None not in traces:
        expect_same(traces, [swift.name, c.name], "execute COMMIT")


def expect_same(traces, names, needed):
    """- needed: a line without which the trace has missed what it is for."""
    ours, theirs = traces
    if ours != theirs or needed not in ours:
        difference = difflib.unified_diff(ours, theirs, *names, lineterm="")
        sys.exit("\n".join(["The two programs do not do the same:", *difference]))
    kinds = [line.split(" ")[0] for line in ours]
    bound = sum(kinds.count(kind) for kind in ["text", "integer", "NULL"])
    print(
        f"Both do the same: {kinds.count('prepare')} statements prepared, {bound} values bound, "
        f"{kinds.count('step')} steps, {kinds.count('flock')} calls of flock, {kinds.count('sync')} syncs.")


def trace(folder, contestant):
    """On a copy of its site."""
    site = folder / "traced"
    shutil.copytree(contestant.site, site)
    program = site / Path(contestant.program).relative_to(contestant.site)
    body = contestant.body(0)
    (folder / "body").write_bytes(body)
    lines = trace_program(program, environment(body), folder / "body")
    shutil.rmtree(site)
    return lines


def trace_program(program, variables, body):
    """What the program asks of SQLite and of the disk, as gdb sees it; None where gdb cannot."""
    if not shutil.which("gdb") or platform.machine() not in REGISTERS:
        print("The statements were not compared: gdb is not installed, or does not know this processor here.")
        return None
    # PHP loads SQLite later.
    commands = [
        "set breakpoint pending on", "set pagination off", "set width 0", "set print elements 0",
        "set print repeats 0"]
    for function, (form, place) in PROBES.items():
        value = "" if place is None else f",${REGISTERS[platform.machine()][place]}"
        commands.append(f'dprintf {function},"|{form}\\n"{value}')
    arguments = [part for command in [*commands, f"run < {body}"] for part in ["-ex", command]]
    done = subprocess.run(
        ["gdb", "--readnever", "-q", "-nx", "-batch", *arguments, program],
        env=variables, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    lines = done.stdout.partition("\n|")[2].partition("Status: ")
    if not lines[1]:
        sys.exit(f"{program} under gdb:\n{done.stdout}{done.stderr}")
    return [RANDOM.sub("…", line.removeprefix("|")) for line in lines[0].splitlines()]


# Measuring


def measure(contestants, warm_up, pairs):
    swift, c, nothing = contestants
    floor = []
    for number in range(warm_up + pairs):
        results = [swift.apply(number), c.apply(number), run(nothing, b"")[:2]]
        if number < warm_up:
            continue
        for contestant, (seconds, cpu) in zip([swift, c], results):
            contestant.seconds.append(seconds)
            contestant.cpu.append(cpu)
        floor.append(results[2][0])
    swift.check_rows()
    c.check_rows()

    print(f"\n{pairs} applications each, in turn, after {warm_up} to warm up; milliseconds\n")
    print(f"{'':24}{'median':>9}{'p10':>9}{'p90':>9}{'CPU mean':>10}{'MiB':>8}")
    for contestant in [swift, c]:
        size = os.path.getsize(contestant.program) / 2**20
        print_row(contestant.name, contestant.seconds, statistics.mean(contestant.cpu), size)
    print_row("a program doing nothing", floor, None, os.path.getsize(nothing) / 2**20)

    pairwise = [one / other for one, other in zip(swift.seconds, c.seconds)]
    print(
        f"\nusher.cgi / apply.c, ratio of the medians   "
        f"{statistics.median(swift.seconds) / statistics.median(c.seconds):6.2f}"
        f"\n                     pair by pair, median   {statistics.median(pairwise):6.2f}"
        f"   (p10 {percentile(pairwise, 10):.2f}, p90 {percentile(pairwise, 90):.2f})"
        f"\n                     user + system CPU      {sum(swift.cpu) / sum(c.cpu):6.2f}"
        "\n\nThe target is a ratio of the medians below 2.")


def print_row(name, seconds, cpu, size):
    times = [statistics.median(seconds), percentile(seconds, 10), percentile(seconds, 90)]
    columns = "".join(f"{1000 * value:9.2f}" for value in times)
    print(f"{name:24}{columns}{'' if cpu is None else f'{1000 * cpu:.2f}':>10}{size:8.1f}")


def percentile(values, rank):
    return statistics.quantiles(values, n=100, method="inclusive")[rank - 1]


if __name__ == "__main__":
    main()
