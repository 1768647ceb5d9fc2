#!/usr/bin/env python3
"""What hostile or slow clients put on the wire, under Apache mod_cgid and nginx FastCGI (promise 9): too much is refused at
once, slow senders hold up nobody, and no header makes a difference that it should not make.
"""

import subprocess
import threading
import time

import stage
from stage import expect, times

BIG = 65 * 1024


def apache(stage_):
    return stage_.apache()


def nginx(stage_):
    return stage_.nginx()


def head(stage_, path, *lines, method="POST", host=None):
    own = host or f"127.0.0.1:{stage_.port}"
    return "\r\n".join([f"{method} {path} HTTP/1.1", f"Host: {own}", f"Origin: {stage_.base}", "Connection: close",
                        *lines, "", ""]).encode()


FORM = "Content-Type: application/x-www-form-urlencoded"


def too_large(stage_, server):
    """Over 64 KiB: 413. Both servers take the body before usher.cgi is heard; their own limits refuse sooner."""
    name = server(stage_)
    expect(stage_.http("POST", "/usher/apply", {"code": "x" * BIG})[0] == 413, "413")
    announced = head(stage_, "/usher/apply", FORM, f"Content-Length: {BIG}", "Expect: 100-continue")
    with stage_.connect(10) as connection:
        start = time.monotonic()
        connection.sendall(announced)
        first = connection.recv(65536)
        waited = time.monotonic() - start
        if stage.parse(first)[0] == 100:
            # The server wants all of it; a server that has it answers.
            connection.sendall(b"x" * BIG)
            start = time.monotonic()
            rest = first.partition(b"\r\n\r\n")[2] + stage.read_all(connection)
            print(f"  {name}: body taken by the server, then 413 in {(time.monotonic() - start) * 1000:.0f} ms")
            expect(stage.parse(rest)[0] == 413, rest[:200])
        else:
            print(f"  {name}: 413 in {waited * 1000:.0f} ms, no byte of the body sent")
            expect(stage.parse(first)[0] == 413, first[:200])
    # Just at the limit it is read: an unknown code, then.
    form = {"code": "x", "name": "y" * (65536 - len("code=x&name=&email=z")), "email": "z"}
    expect(len(stage.encoded(form)) == 65536, "the limit")
    expect(stage_.http("POST", "/usher/apply", form)[0] == 404, "64 KiB are read")
    expect(stage_.one("SELECT COUNT(*) FROM application") == 0, "no row")


def slow_senders(stage_, server, full):
    """Fifty send one byte a second; the others are served as if there were none."""
    name = server(stage_)
    code = stage_.invite()
    stop = threading.Event()
    # Whose request is open: one that the server will not hear any longer begins anew.
    sending = set()

    def send_slowly(sender):
        while not stop.is_set():
            try:
                with stage_.connect() as connection:
                    connection.sendall(head(stage_, "/usher/apply", FORM, "Content-Length: 5000"))
                    sending.add(sender)
                    connection.settimeout(1)
                    while not stop.is_set():
                        connection.sendall(b"a")
                        try:
                            connection.recv(1)
                            break
                        except TimeoutError:
                            pass
            except OSError:
                pass
            sending.discard(sender)

    def ask(number):
        start = time.monotonic()
        if number % 5:
            found, _, _ = stage_.http("GET", "/usher/sign-in")
            expect(found == 200, f"{found}")
        else:
            found, _, _ = stage_.http("POST", "/usher/apply", {"code": code, "name": "G", "email": f"g{number}@h.example"})
            # From some number on people are asked to confirm.
            expect(found in [200, 303], f"{found}")
        return time.monotonic() - start

    for senders in [0, 50]:
        threads = [threading.Thread(target=send_slowly, args=[sender]) for sender in range(senders)]
        for thread in threads:
            thread.start()
        stage.wait_until(lambda: len(sending) == senders)
        seconds = [ask(number) for number in range(500 if full else 100)]
        times(f"{name}, {senders} slow senders", seconds)
        # A page that takes the time that a slow sender is waited for has been held up by one.
        expect(max(seconds) < 10, "held up")
        if full:
            waited = stage.percentile(seconds, 0.95)
            expect(waited <= 0.5, f"{senders} slow senders: p95 of the others {waited:.2f} s, not 0.5")
        stage.wait_until(lambda: len(sending) == senders, 2)
    stop.set()
    for thread in threads:
        thread.join()


def hostile(stage_):
    """Requests, and the statuses that they may get; None: the server may close without a word."""
    big = "a" * 100_000
    yield "an injection in the path", head(stage_, "/usher/me%0d%0aX-Evil:1", method="GET"), {400, 404}
    yield "an injection in the query", head(stage_, "/usher/sign-in?lang=en%0d%0aX-Evil:1", method="GET"), {200}
    yield "an injection in a cookie", head(
        stage_, "/usher/me", "Cookie: usher=a%0d%0aX-Evil: 1", method="GET"), {303}
    yield "a bare line end in a header", head(
        stage_, "/usher/sign-in", "X-One: a\nX-Evil: 1", method="GET"), {200, 400}
    yield "a bare return in a header", head(
        stage_, "/usher/sign-in", "X-One: a\rX-Evil: 1", method="GET"), {200, 400, None}
    yield "a folded header", head(stage_, "/usher/sign-in", "X-One: a", " X-Evil: 1", method="GET"), {200, 400}
    yield "a NUL in a header", head(stage_, "/usher/sign-in", "Cookie: usher=\0a", method="GET"), {200, 400, None}
    yield "a NUL in the path", head(stage_, "/usher/%00", method="GET"), {400, 404}
    yield "two lengths", head(
        stage_, "/usher/apply", FORM, "Content-Length: 3", "Content-Length: 30") + b"a=b", {400, 408}
    yield "a negative length", head(stage_, "/usher/apply", FORM, "Content-Length: -1") + b"a=b", {400, None}
    yield "a length beyond all", head(
        stage_, "/usher/apply", FORM, "Content-Length: 99999999999999999999999"), {400, 413}
    yield "a length that is none", head(stage_, "/usher/apply", FORM, "Content-Length: 3x") + b"a=b", {400}
    yield "length and chunks", head(
        stage_, "/usher/apply", FORM, "Content-Length: 3", "Transfer-Encoding: chunked") + b"0\r\n\r\n", {400, 404, 411}
    yield "chunks", head(
        stage_, "/usher/apply", FORM, "Transfer-Encoding: chunked") + b"6\r\ncode=x\r\n0\r\n\r\n", {404, 411}
    yield "broken chunks", head(
        stage_, "/usher/apply", FORM, "Transfer-Encoding: chunked") + b"zz\r\n\r\n", {400, 404, 411, 413}
    yield "Proxy", head(stage_, "/usher/sign-in", "Proxy: http://evil.example:1", method="GET"), {200}
    yield "another host", head(stage_, "/usher/me", method="GET", host="evil.example"), {303}
    yield "forwarded", head(
        stage_, "/usher/me", "X-Forwarded-Host: evil.example", "X-Forwarded-Proto: evil", "X-Forwarded-For: 6.6.6.6",
        "Forwarded: host=evil.example", "X-Original-URL: /evil", "X-Rewrite-URL: /evil", method="GET"), {303}
    yield "underscores", head(
        stage_, "/usher/me", "Sec_Fetch_Site: same-origin", "Content_Length: 5", "X_Forwarded_Host: evil.example",
        method="GET"), {303, 400}
    yield "variables as headers", head(
        stage_, "/usher/me", "Path-Info: /evil", "Script-Name: /evil", "Request-Method: POST", "Remote-Addr: 6.6.6.6",
        method="GET"), {303}
    yield "a large cookie", head(stage_, "/usher/sign-in", f"Cookie: usher={big}", method="GET"), {200, 400, 431}
    yield "many cookies", head(
        stage_, "/usher/sign-in", "Cookie: " + "; ".join(f"c{n}=1" for n in range(900)), method="GET"), {200, 400, 431}
    yield "a method in small letters", head(stage_, "/usher/apply", FORM, "Content-Length: 6", method="post") \
        + b"code=x", {400, 405, 501}
    yield "another method", head(stage_, "/usher/sign-in", method="PURGE"), {405}
    # Apache answers TRACE itself where it is not told otherwise, without any of usher.cgi's.
    yield "TRACE", head(stage_, "/usher/sign-in", method="TRACE"), {200, 405}
    yield "a method of another", head(
        stage_, "/usher/sign-in", "X-HTTP-Method-Override: POST", "X-HTTP-Method: DELETE", method="GET"), {200}
    yield "from another site", b"POST /usher/apply HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: https://evil.example\r\n" \
        b"Connection: close\r\n" + FORM.encode() + b"\r\nContent-Length: 6\r\n\r\ncode=x", {403}
    yield "above the folder", head(stage_, "/usher/../../etc/passwd", method="GET"), {400, 404}
    yield "above the folder, encoded", head(stage_, "/usher/%2e%2e%2f%2e%2e%2fusher.conf", method="GET"), {400, 404}


def hostile_headers(stage_, server):
    """No effect: none of it comes back in a header, leads elsewhere, writes a row, or is a failure of ours."""
    name = server(stage_)
    count = 0
    for what, request, allowed in hostile(stage_):
        answer = stage_.raw(request, seconds=30)
        found, lines, body = stage.parse(answer) if answer else (None, "", "")
        expect(found in allowed, f"{name}, {what}: {found}, not {allowed}\n{lines}")
        low = lines.lower()
        expect("x-evil" not in low and "evil.example" not in low and "/evil" not in low, f"{name}, {what}: {lines}")
        expect("evil.example" not in body, f"{name}, {what}: {body}")
        if found == 303:
            expect(f"location: {stage_.base}/" in low, f"{name}, {what}: {lines}")
        count += 1
    expect(stage_.one("SELECT COUNT(*) FROM application") == 0, "a row was written")
    expect(stage_.http("GET", "/usher/sign-in")[0] == 200, "afterwards")
    print(f"  {name}: {count} hostile requests without effect")


def program_alone(stage_, full):
    """413 while not a byte of the body is sent, as CGI and as FastCGI."""
    variables = stage.environment("/apply", {}, CONTENT_LENGTH=str(BIG))
    start = time.monotonic()
    process = subprocess.Popen([stage_.cgi_program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=variables)
    expect(process.stdout.readline().startswith(b"Status: 413 "), "CGI")
    print(f"  CGI: 413 in {(time.monotonic() - start) * 1000:.0f} ms, no byte of the body sent")
    process.stdin.close()
    process.stdout.close()
    process.wait()
    path, _ = stage_.fastcgi()
    expect(stage.fastcgi.ask(path, "/sign-in")[0] == 200, "FastCGI is there")
    start = time.monotonic()
    expect(stage.fastcgi.Connection(path, "/apply", "x" * BIG).answer()[0] == 413, "FastCGI")
    print(f"  FastCGI: 413 in {(time.monotonic() - start) * 1000:.0f} ms, no byte of the body sent")


def apache_too_large(stage_, full):
    too_large(stage_, apache)


def nginx_too_large(stage_, full):
    too_large(stage_, nginx)


def apache_slow_senders(stage_, full):
    slow_senders(stage_, apache, full)


def nginx_slow_senders(stage_, full):
    slow_senders(stage_, nginx, full)


def apache_hostile_headers(stage_, full):
    hostile_headers(stage_, apache)


def nginx_hostile_headers(stage_, full):
    hostile_headers(stage_, nginx)


if __name__ == "__main__":
    stage.main([program_alone, apache_too_large, nginx_too_large, apache_slow_senders, nginx_slow_senders, apache_hostile_headers,
                nginx_hostile_headers], __doc__)
