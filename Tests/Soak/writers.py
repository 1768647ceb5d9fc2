#!/usr/bin/env python3
"""Sixty-four clients at once, under Apache mod_cgid and nginx FastCGI (promise 1): all of them writing, then one in ten. No
answer is an error, every acknowledged row is there; how long they waited is printed, and with --full asserted.
"""

import random
import threading
import time

import stage
from stage import expect, times

CLIENTS = 64
# After so many through one link within ten minutes people are asked to confirm.
PER_LINK = 20
# Seconds that 99 of 100 wait at the most.
PROMISED = {"write": 1, "read": 0.25}


class Client(threading.Thread):
    def __init__(self, stage_, jobs):
        super().__init__()
        self.stage, self.jobs = stage_, jobs
        self.seconds = {"write": [], "read": []}
        self.tokens = []
        self.failure = None

    def run(self):
        try:
            for kind, value in self.jobs:
                start = time.monotonic()
                if kind == "write":
                    code, number = value
                    form = {"code": code, "name": f"Person {number}", "email": f"p{number}@example.net"}
                    found, head, body = self.stage.http("POST", "/usher/apply", form)
                    self.seconds[kind].append(time.monotonic() - start)
                    expect(found == 303, f"{found} {head} {body[:400]}")
                    self.tokens.append(stage.token(head + "\r\n"))
                else:
                    found, _, body = self.stage.http("GET", value)
                    self.seconds[kind].append(time.monotonic() - start)
                    expect(found == 200 and body.endswith("</html>\n"), f"{found} {body[-100:]}")
        except Exception as error:
            self.failure = error


def measure(stage_, server, full):
    name = server(stage_)
    writes = 6400 if full else 320
    mixed = 12_800 if full else 960
    codes = [stage_.invite() for _ in range((writes + mixed // 10) // PER_LINK + 1)]
    numbers = iter(range(10**6))

    def job():
        number = next(numbers)
        return "write", (codes[number // PER_LINK], number)

    acknowledged = []

    def carry_out(what, jobs, kinds, promised):
        clients = [Client(stage_, jobs[place::CLIENTS]) for place in range(CLIENTS)]
        start = time.monotonic()
        for client in clients:
            client.start()
        for client in clients:
            client.join()
        took = time.monotonic() - start
        for client in clients:
            if client.failure:
                raise client.failure
            acknowledged.extend(client.tokens)
        print(f"  {name}, {what}: {len(jobs) / took:.0f} a second")
        for kind in kinds:
            seconds = [one for client in clients for one in client.seconds[kind]]
            times(f"{name}, {what}, {kind}s", seconds)
            if full and kind == promised:
                waited = stage.percentile(seconds, 0.99)
                expect(waited <= PROMISED[kind], f"{what}: p99 of {kind}s {waited:.2f} s, not {PROMISED[kind]}")

    carry_out("64 writers", [job() for _ in range(writes)], ["write"], "write")
    shuffled = random.Random(1)
    status = f"/usher/application/{acknowledged[0]}"
    reads = [("read", shuffled.choice([status, status, "/usher/sign-in"])) for _ in range(mixed * 9 // 10)]
    jobs = reads + [job() for _ in range(mixed // 10)]
    shuffled.shuffle(jobs)
    carry_out("64 clients, nine in ten reading", jobs, ["write", "read"], "read")
    present = {digest for digest, in stage_.rows("SELECT token_digest FROM application")}
    expect(present == {stage.digest(token) for token in acknowledged}, "rows are not those that were acknowledged")
    stage_.is_whole()


def apache(stage_, full):
    measure(stage_, stage.Stage.apache, full)


def nginx(stage_, full):
    measure(stage_, stage.Stage.nginx, full)


if __name__ == "__main__":
    stage.main([apache, nginx], __doc__)
