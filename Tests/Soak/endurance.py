#!/usr/bin/env python3
"""One FastCGI process, many requests (promise 10): memory and open files are at the end what they were at the beginning."""

import time

import stage
from stage import expect

MOST_MORE = 5 << 20


def endurance(stage_, full):
    count = 100_000 if full else 3000
    codes = [stage_.invite() for _ in range(count // 900 + 3)]
    socket, process = stage_.fastcgi()
    cookie, form_token = stage_.signed_in()
    applied = stage.fastcgi.ask(socket, "/apply", stage.encoded({"code": codes[0], "name": "G", "email": "g@h.example"}).decode())
    status_page = f"/application/{stage.token(applied[1])}"

    def ask(number):
        """One of each kind that there is, in turn: pages, lists, forms good and bad, failures."""
        turn = number % 20
        if turn == 0:
            # A row in a hundred: what a growing database costs is not the process's.
            if number % 100:
                return "/sign-in", None, {}, 200
            form = {"code": codes[number // 1000 % len(codes)], "name": "G", "email": f"g{number}@h.example"}
            return "/apply", form, {}, 303
        if turn < 8:
            return status_page, None, {}, 200
        if turn < 12:
            return "/admin/applications", None, {"HTTP_COOKIE": cookie, "QUERY_STRING": f"state=&from=2026-01-{turn:02}"}, 200
        if turn == 12:
            return "/admin/find", None, {"HTTP_COOKIE": cookie, "QUERY_STRING": f"q=g{number}"}, 200
        if turn == 13:
            return "/apply", {"code": codes[0], "name": "", "email": "x"}, {}, 422
        if turn == 14:
            return "/apply", {"code": "x" * 70_000}, {}, 413
        if turn == 15:
            return f"/nothing/{number}", None, {}, 404
        if turn == 16:
            return "/admin", None, {}, 303
        if turn == 17:
            return "/sign-in", None, {"HTTP_COOKIE": f"usher={number}; " * 50, "HTTP_ACCEPT_LANGUAGE": "zh-CN"}, 200
        if turn == 18:
            return "/sign-in", None, {"QUERY_STRING": f"a=%{number % 10}"}, 200
        return "/admin", None, {"HTTP_COOKIE": cookie}, 200

    def run(numbers):
        for number in numbers:
            route, form, more, wanted = ask(number)
            body = stage.encoded(form).decode() if form is not None else None
            found, output, _ = stage.fastcgi.ask(socket, route, body, **more)
            expect(found == wanted, f"{route}: {found}, not {wanted}: {output[:300]}")

    warm = max(1000, count // 20)
    run(range(warm))
    files, memory = stage.fastcgi.state(process.pid)
    start = time.monotonic()
    run(range(warm, warm + count))
    took = time.monotonic() - start
    files_after, memory_after = stage.fastcgi.state(process.pid)
    print(f"  {count} requests by one process, {count / took:.0f} a second: memory {memory / 2**20:.1f} MiB, then "
          f"{memory_after / 2**20:.1f}; {len(files)} open files, then {len(files_after)}")
    expect(memory_after - memory <= MOST_MORE, "more memory than 5 MiB")
    expect(files_after == files, f"other open files: {files}, {files_after}")
    expect(process.poll() is None, "it goes on")


if __name__ == "__main__":
    stage.main([endurance], __doc__)
