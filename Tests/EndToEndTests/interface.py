"""The interface for business systems, with other people's programs: PyPI's `http-message-signatures` signs, and each
single changed byte of what is covered is refused; `schemathesis` asks whatever the OpenAPI document allows, and what it
does not; 50 requests at once of a member with ten links left make ten; 1,000 recorded requests make nothing again.

    interface.py BASE_ADDRESS --key KEYID --secret SECRET --member LOGIN
"""

import argparse
import base64
import concurrent.futures
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

import http_message_signatures
import requests

class Resolver(http_message_signatures.HTTPSignatureKeyResolver):
    def __init__(self, secret):
        self.secret = secret.encode()

    def resolve_private_key(self, key_id):
        return self.secret


class Signed(requests.auth.AuthBase):
    """Signs what goes out, as the document says."""

    def __init__(self, key, secret):
        self.key = key
        self.signer = http_message_signatures.HTTPMessageSigner(
            signature_algorithm=http_message_signatures.algorithms.HMAC_SHA256, key_resolver=Resolver(secret))

    def __call__(self, request):
        covered = ["@method", "@path"]
        if urllib.parse.urlsplit(request.url).query:
            covered.append("@query")
        body = request.body.encode() if isinstance(request.body, str) else request.body
        request.headers.pop("Content-Digest", None)
        # Given the body, it makes the digest and covers it.
        self.signer.sign(
            request, key_id=self.key, covered_component_ids=covered, body=body or None,
            nonce=base64.b64encode(os.urandom(12)).decode())
        return request


def prepared(asked, method, path, **more):
    request = requests.Request(method, f"{asked.api}{path}", auth=asked.auth, **more)
    return request.prepare()


def send(request):
    with requests.Session() as session:
        return session.send(request, timeout=60)


def create(asked, **fields):
    return prepared(asked, "POST", "/invitations", json={"member": asked.member, **fields})


def check(holds, otherwise):
    if not holds:
        sys.exit(f"not ok: {otherwise}")


def signed_is_taken(asked):
    """And each changed byte of what is covered is not."""
    answer = send(create(asked, label="Book club"))
    check(answer.status_code == 201, f"{answer.status_code} {answer.text}")
    made = answer.json()
    check(requests.get(made["link"], timeout=60).status_code == 200, "its page is not there")
    check(requests.get(made["qr_png"], timeout=60).content.startswith(b"\x89PNG"), "its QR code is not there")
    shown = send(prepared(asked, "GET", f"/invitations/{made['code']}"))
    check(shown.json() == made, f"{shown.text} is not {made}")
    refused = 0
    request = create(asked)
    texts = {
        "body": request.body.decode(), "content-digest": request.headers["Content-Digest"],
        "signature": request.headers["Signature"], "signature-input": request.headers["Signature-Input"],
    }
    for name, text in texts.items():
        for place in range(len(text)):
            changed = chr(ord(text[place]) ^ 1)
            if not changed.isprintable():
                continue
            altered = create(asked)
            value = text[:place] + changed + text[place + 1:]
            altered.headers["Content-Digest"] = texts["content-digest"]
            altered.headers["Signature"] = texts["signature"]
            altered.headers["Signature-Input"] = texts["signature-input"]
            altered.body = texts["body"].encode()
            if name == "body":
                altered.body = value.encode()
            else:
                altered.headers[name] = value
            answer = send(altered)
            check(answer.status_code == 401, f"{name}, {place}: {answer.status_code} {answer.text}")
            refused += 1
    for method, path in [("PUT", "/invitations"), ("POST", "/invitation"), ("GET", "/invitations")]:
        altered = prepared(asked, method, path)
        for name in ["Content-Digest", "Signature", "Signature-Input"]:
            altered.headers[name] = request.headers[name]
        check(send(altered).status_code in (401, 404, 405), f"{method} {path} is taken")
    # As it was made it is good, once.
    check(send(request).status_code == 201, "what was not changed is refused")
    check(send(request).status_code == 401, "it is taken twice")
    print(f"ok: signed by http-message-signatures, taken; {refused} changed bytes, each refused")


def again_is_whole(asked):
    """The program ended between its promise and the page: the same key brings the same answer, and the page."""
    def ask():
        request = create(asked)
        request.headers["Idempotency-Key"] = "order-17"
        return send(request)
    first = ask()
    check(first.status_code == 201, f"{first.status_code} {first.text}")
    shutil.rmtree(asked.published / "I" / first.json()["code"])
    again = ask()
    check((again.status_code, again.text) == (201, first.text), f"{again.status_code} {again.text}")
    check(requests.get(first.json()["link"], timeout=60).status_code == 200, "its page is not there")
    print("ok: the same Idempotency-Key: the same answer, and its page")


def limit_holds(asked):
    """Fifty at once, ten left."""
    def one(_):
        return send(create(asked)).status_code
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        codes = sorted(pool.map(one, range(50)))
    check(codes == [201] * 10 + [429] * 40, f"{codes}")
    print("ok: 50 at once, 10 left: 10 made, 40 told to wait")


def replays_make_nothing(asked):
    sent = [create(asked, label=f"{number}") for number in range(1000)]
    def one(request):
        return send(request).status_code
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        first = list(pool.map(one, sent))
        again = list(pool.map(one, sent))
    check(set(first) <= {201, 429} and 201 in first, f"{set(first)}")
    check(again == [401] * 1000, f"{set(again)}")
    print(f"ok: 1,000 recorded requests ({first.count(201)} had made one) again: none taken")


HOOKS = """
import os, sys
sys.path.insert(0, os.environ["USHER_TESTS"])
import schemathesis
from interface import Signed

signed = Signed(os.environ["USHER_KEY"], os.environ["USHER_SECRET"])

@schemathesis.auth()
class Auth:
    def get(self, case, context):
        return signed

    def set(self, case, data, context):
        case._auth = data
"""

# A member that there is not, and a key that came with another request, are what no schema can say.
CONFIGURATION = """
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "401", "403", "404", "409", "422", "429", "5xx"]
"""


def schemathesis(asked):
    with tempfile.TemporaryDirectory() as folder:
        hooks = pathlib.Path(folder, "hooks.py")
        hooks.write_text(HOOKS)
        pathlib.Path(folder, "schemathesis.toml").write_text(CONFIGURATION)
        environment = dict(
            os.environ, SCHEMATHESIS_HOOKS="hooks", PYTHONPATH=folder, USHER_KEY=asked.key, USHER_SECRET=asked.secret,
            USHER_TESTS=str(pathlib.Path(__file__).parent), PYTHONDONTWRITEBYTECODE="1")
        done = subprocess.run(
            [pathlib.Path(sys.executable).parent / "schemathesis", "run", f"{asked.base_address}/api/openapi.json",
             "--max-examples", str(asked.examples), "--generation-deterministic", "--no-color"],
            cwd=folder, env=environment, capture_output=True, text=True)
        print("\n".join(done.stdout.splitlines()[-160:]))
        check(done.returncode == 0, f"schemathesis: {done.returncode} {done.stderr[-2000:]}")
    print("ok: schemathesis finds nothing wrong")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("base_address")
    parser.add_argument("--key", required=True)
    parser.add_argument("--secret", required=True)
    parser.add_argument("--member", required=True)
    parser.add_argument("--examples", type=int, default=30)
    parser.add_argument("--part", required=True, choices=["signed", "again", "limit", "replay", "schemathesis"])
    parser.add_argument("--published", type=pathlib.Path, help="where the site's pages are")
    asked = parser.parse_args()
    document = requests.get(f"{asked.base_address}/api/openapi.json", timeout=60).json()
    asked.api = document["servers"][0]["url"]
    asked.auth = Signed(asked.key, asked.secret)
    parts = {
        "signed": signed_is_taken, "again": again_is_whole, "limit": limit_holds, "replay": replays_make_nothing, "schemathesis": schemathesis,
    }
    parts[asked.part](asked)


if __name__ == "__main__":
    main()
