"""Puts the landing page, light and dark, side by side for the README.

usage: screenshot.py FOLDER_OF_SCREENSHOTS PICTURE
"""

import sys

from PIL import Image

pages = [Image.open(f"{sys.argv[1]}/landing-320-{scheme}.png").convert("RGB") for scheme in ("light", "dark")]
gap = 24
picture = Image.new(
    "RGB", (sum(page.width for page in pages) + gap, max(page.height for page in pages)), "white")
left = 0
for page in pages:
    picture.paste(page, (left, 0))
    left += page.width + gap
picture.quantize(128).save(sys.argv[2], optimize=True)
