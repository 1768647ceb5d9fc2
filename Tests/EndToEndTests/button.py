"""A business system of its own, on another port, with the button that README.md shows: its back end is the README's PHP.
In Chromium the button is pressed, and link and QR code stand on its page; without scripts, the README's link leads to
Usher's page, whose button makes the link once.

    button.py BASE_ADDRESS --php FILE --link ADDRESS
"""

import argparse
import http.server
import pathlib
import subprocess
import sys
import tempfile
import threading

from browser import Browser, Findings, check, until

PAGE = """<!doctype html><html lang="en"><title>Staff portal</title>
<button type="button" data-usher-invite="/link">Invite somebody</button>
<script src="{base}/assets/invite-button.js" defer></script></html>"""


def portal(asked):
    class Portal(http.server.BaseHTTPRequestHandler):
        def answer(self, kind, body):
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(body)

        def do_GET(self):
            self.answer("text/html; charset=utf-8", PAGE.format(base=asked.base_address).encode())

        def do_POST(self):
            # In the environment are key and member, as its owner would have set them.
            self.answer("application/json", subprocess.run(["php", asked.php], capture_output=True).stdout)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Portal)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("base_address")
    parser.add_argument("--php", required=True)
    parser.add_argument("--link", required=True)
    asked = parser.parse_args()
    findings = Findings()
    with tempfile.TemporaryDirectory() as folder:
        screenshots = pathlib.Path(folder)
        # Another origin's page, which is not ours to look at.
        with Browser(portal(asked), Findings(), screenshots) as browser:
            driver = browser.driver
            browser.allow_scripts(True)
            driver.get(browser.origin + "/")
            driver.find_element("css selector", "[data-usher-invite]").click()
            field = until(lambda: driver.find_elements("css selector", "input[readonly]"), "the link")[0]
            link = field.get_attribute("value")
            check(link.startswith(asked.base_address + "/I/"), f"no link: {link}")
            until(lambda: driver.execute_script("return document.querySelector('img').naturalWidth > 0"), "the QR code")
            driver.get(link)
            check("You are invited" in driver.find_element("css selector", "h1").text, "the link leads nowhere")
        with Browser(asked.base_address, findings, screenshots) as browser:
            browser.open(asked.link)
            browser.look("invite-button")
            browser.follow("form button")
            check("ready" in browser.read("[role=status]"), "nothing says that it is made")
            browser.look("invite-button-made")
    lines = findings.lines()
    print("\n".join([*lines, f"findings: {len(lines)}"]))
    sys.exit(1 if lines else 0)


if __name__ == "__main__":
    main()
