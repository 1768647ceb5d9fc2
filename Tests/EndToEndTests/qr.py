"""Reads QR images with two readers that share no code with what made them.

usage: qr.py TEXT IMAGE…
Each image has to read as exactly TEXT, by zbar and by zxing, and a PNG of ours has to be 1-bit grey, at
least 1,000 pixels wide, in whole pixels a module, with four light modules all round.
"""

import subprocess
import sys

import zxingcpp
from PIL import Image

text = sys.argv[1]
for path in sys.argv[2:]:
    by_zbar = subprocess.run(
        ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", path],
        capture_output=True, text=True, check=True).stdout.rstrip("\n")
    assert by_zbar == text, f"{path}: zbar reads {by_zbar!r}"
    image = Image.open(path)
    found = zxingcpp.read_barcodes(image.convert("L"))
    assert [code.text for code in found] == [text], f"{path}: zxing reads {found}"
    assert str(found[0].ec_level) == "M", f"{path}: level {found[0].ec_level}"
    if path.endswith("qr.png"):
        assert image.mode == "1" and image.width == image.height >= 1000, (image.mode, image.size)
        dark = [(x, y) for x in range(0, image.width) for y in (0, image.height - 1)
                if not image.getpixel((x, y))]
        assert not dark, "the edge is not light"
        left = next(x for x in range(image.width)
                    if any(not image.getpixel((x, y)) for y in range(image.height)))
        top = next(y for y in range(image.height)
                   if any(not image.getpixel((x, y)) for x in range(image.width)))
        # The finder pattern's upper edge is seven modules long.
        run = next(x for x in range(left, image.width) if image.getpixel((x, top))) - left
        module, rest = divmod(run, 7)
        assert rest == 0 and image.width % module == 0, (run, image.width)
        assert left == top == 4 * module, (left, top, module)
        version = (image.width // module - 8 - 17) // 4
        # What alphanumeric mode at level M holds (ISO/IEC 18004, table 7).
        room = [0, 20, 38, 61, 90, 122, 154, 178]
        assert len(text) > room[version - 1] and len(text) <= room[version], (version, len(text))
print("ok")
