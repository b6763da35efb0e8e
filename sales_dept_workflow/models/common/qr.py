"""QR codes as pictures."""

import io

from PIL import Image
from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel

#: Pixels of one module of the code, and how many modules stay empty around it.
PIXELS, QUIET = 4, 2


def qr_png(text):
    """The QR code of ``text`` as a PNG.

    Odoo's own barcodes need a drawing backend that not every server has; this needs none.
    """
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    size = code.getModuleCount()
    picture = Image.new("1", (size + 2 * QUIET, size + 2 * QUIET), 1)
    for row in range(size):
        for column in range(size):
            if code.isDark(row, column):
                picture.putpixel((column + QUIET, row + QUIET), 0)
    file = io.BytesIO()
    picture.resize((picture.width * PIXELS, picture.height * PIXELS)).save(file, "PNG")
    return file.getvalue()
