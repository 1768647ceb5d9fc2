#!/usr/bin/env python3
"""The list of applications, 50 rows of it, through a real Apache: usher.cgi against the same in plain C (list.c).

Both read one site of a thousand applications. Where gdb is installed their statements are compared first, and
the pages have to be the same, byte for byte. Requests per second are printed, never asserted: the exit status
says whether every answer was right.
"""

import argparse
import html
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import apply
import lists

REPOSITORY = Path(__file__).resolve().parent.parent
LIST = "/admin/applications?state=all"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=Path, default=REPOSITORY / ".build/release")
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--requests", type=int, default=100, help="of each program in a round")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usher-list-") as folder:
        site = lists.Site(Path(folder) / "1000", options.programs, 1000)
        swift, c = site.program, str(site.folder / "cgi-bin/list")
        write_template(site)
        apply.compile_c(c, REPOSITORY / "Benchmarks/list.c")
        compare_pages(site, c)
        compare_statements(site, [swift, c])
        with Apache(Path(folder), site) as apache:
            measure(apache, options.rounds, options.requests)


# The page as a template: marks stand where list.c puts values in.


def write_template(site):
    parts = {}
    for query in ["state=all", "state=pending", "state=approved", "state=rejected", "state=withdrawn"]:
        _, answer = site.get(f"/admin/applications?{query}")
        found = re.findall(r"<tr><td>.*?</tr>\n", answer, re.DOTALL)
        for row in found:
            kind, text = row_template(site, row)
            parts.setdefault(kind, text)
        if query == "state=all":
            head, foot = answer.split(found[0])[0], answer.split(found[-1])[1]
            last = re.search(r"/admin/applications/([0-9A-Z-]{9})", found[-1])[1]
    for name, mark in [("inviter", "I"), ("department", "D")]:
        head, count = re.subn(
            rf'(<select id="{name}"[^>]*><option[^>]*>[^<]*</option>).*?(</select>)', rf"\1{chr(1)}{mark}\2", head)
        assert count == 1, f"the page has no choice of {name}"
    head, count = re.subn(r'(<span class="count">)[^<]*', rf"\1{chr(1)}P", head)
    assert count == 1, "the page does not count what waits"
    kinds = ["pending", "approved", "rejected", "reasoned", "withdrawn"]
    foot = foot.replace(last, chr(1) + "r")
    text = "\x1E".join([head, foot, *(parts[kind] for kind in kinds)])
    (site.folder / "list.template").write_text(text, newline="")


def row_template(site, row):
    reference = re.search(r"/admin/applications/([0-9A-Z-]{9})", row)[1]
    state, name, email, department, inviter, label, reason = site.one(
        "SELECT state, name, email, department_path, inviter_name, invitation_label, reason FROM application "
        "WHERE reference = ?", reference)
    values = [
        ("r", reference), ("e", re.sub(r"([.@])", r"\1<wbr>", email)), ("m", html.escape(email)),
        ("n", html.escape(name)), ("d", html.escape(department)), ("l", html.escape(label)), ("o", html.escape(reason or "")),
        ("i", html.escape(inviter))]
    moments = iter("tc")
    row = re.sub(r"<time .*?</time>", lambda _: chr(1) + next(moments), row)
    for mark, value in values:
        # Whole texts alone: not a department within a label.
        if value:
            row = re.sub(rf"(?<![\w]){re.escape(value)}(?![\w])", chr(1) + mark, row)
    # Links' inviters decided, in this crowd; a person who withdraws is named nowhere.
    return ("reasoned" if reason else state), row


# The same work?


def compare_pages(site, c):
    _, ours = site.get(LIST)
    _, theirs = lists.Site.get(copy_of(site, c), LIST)
    if ours != theirs:
        for one, other in zip(ours.splitlines(), theirs.splitlines()):
            if one != other:
                sys.exit(f"The pages are not the same:\n{one}\n{other}")
        sys.exit(f"The pages are not the same: {len(ours)} and {len(theirs)} characters.")
    print(f"Both write the same {len(ours.encode()):,} bytes, {ours.count('<tr><td>')} rows.")


def copy_of(site, program):
    other = object.__new__(lists.Site)
    other.folder, other.program = site.folder, program
    return other


def compare_statements(site, programs):
    traces = [apply.trace_program(program, site.environment(LIST), "/dev/null") for program in programs]
    if None in traces:
        return
    apply.expect_same(traces, ["usher.cgi", "list.c"], "prepare SELECT COUNT(*) FROM department")


# Apache


class Apache:
    """With mod_cgid on a free port, as nobody if root starts it, which Apache would refuse."""

    def __init__(self, folder, site):
        self.folder = folder / "apache"
        self.folder.mkdir()
        self.site = site.folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        modules = ["mpm_event", "authz_core", "alias", "cgid"]
        loads = "\n".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so" for name in modules)
        (self.folder / "conf").write_text(f"""
            ServerRoot {self.folder}
            ServerName 127.0.0.1
            Listen 127.0.0.1:{self.port}
            PidFile {self.folder}/pid
            ErrorLog {self.folder}/error.log
            DefaultRuntimeDir {self.folder}
            {loads}
            ScriptSock {self.folder}/sock
            ScriptAlias /usher {self.site}/cgi-bin/usher.cgi
            ScriptAlias /c {self.site}/cgi-bin/list
            <Directory {self.site}/cgi-bin>
              Require all granted
              Options +ExecCGI
            </Directory>
            """)
        self.command = ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", f"{self.folder}/conf"]
        if os.geteuid() == 0:
            subprocess.run(["chown", "-R", "nobody:nogroup", folder], check=True)
            self.command = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *self.command]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.1)
        self.__exit__()
        sys.exit("Apache does not answer.")

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()

    def rate(self, path, requests):
        """Requests per second, two at a time."""
        done = subprocess.run(
            ["ab", "-q", "-n", str(requests), "-c", "2", "-C", f"__Host-usher={lists.TOKEN}",
             f"http://127.0.0.1:{self.port}{path}"], capture_output=True, text=True)
        failed = re.search(r"Failed requests: +(\d+)", done.stdout)
        if done.returncode != 0 or not failed or failed[1] != "0" or "Non-2xx" in done.stdout:
            sys.exit(f"{path}:\n{done.stdout}{done.stderr}")
        return float(re.search(r"Requests per second: +([\d.]+)", done.stdout)[1])


def measure(apache, rounds, requests):
    pairs = []
    for number in range(rounds + 1):
        pair = apache.rate(f"/usher{LIST}", requests), apache.rate("/c", requests)
        if number > 0:
            pairs.append(pair)
    rates = [[pair[place] for pair in pairs] for place in [0, 1]]
    ratios = [c / swift for swift, c in pairs]
    print(f"\n{rounds} rounds of {requests} requests each, two at a time, in turn; requests per second\n")
    print(f"{'':24}{'median':>9}{'lowest':>9}{'highest':>9}")
    for name, values in zip(["usher.cgi", "list.c"], rates):
        print(f"{name:24}{statistics.median(values):9.0f}{min(values):9.0f}{max(values):9.0f}")
    print(
        f"\nlist.c / usher.cgi, median of the rounds   {statistics.median(ratios):6.2f}"
        f"   (lowest {min(ratios):.2f}, highest {max(ratios):.2f})\n\nThe target is a ratio below 2.")


if __name__ == "__main__":
    main()
