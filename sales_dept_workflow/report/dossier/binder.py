"""Many papers in one PDF, each page numbered. Nothing of Odoo's records in here: files in, a file out."""

import io
import logging

from PIL import Image, ImageOps
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen import canvas

from odoo.tools.pdf import PdfFileReader, PdfFileWriter

_logger = logging.getLogger(__name__)

MARGIN = 40
#: Photos are printed no finer than this (pixels of the longer side): a dossier is sent by mail.
FINEST = 2000
FONT, SIZE, FOOT = "Helvetica", 8, 14


def read_pages(content, mimetype):
    """The pages of a paper; none for what cannot be printed: another kind of file, locked or damaged.

    :param bytes content: a PDF or an image
    """
    if not content:
        return []
    try:
        if (mimetype or "").startswith("image/"):
            content = _as_pdf(content)
        elif mimetype != "application/pdf":
            return []
        pages = _pages(content)
        write(pages)  # what cannot be written is found here, not when all is bound
    except Exception:  # noqa: BLE001  a scan from outside may be broken in any way
        _logger.info("A paper cannot be bound into a dossier", exc_info=True)
        return []
    return pages


def _pages(content):
    reader = PdfFileReader(io.BytesIO(content), strict=False)
    return [reader.getPage(number) for number in range(reader.getNumPages())]


def _as_pdf(content):
    """An image on a page of its own, upright, on white."""
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(content))).convert("RGBA")
    image.thumbnail((FINEST, FINEST))
    white = Image.new("RGBA", image.size, "white")
    white.alpha_composite(image)
    width, height = A4
    factor = min((width - 2 * MARGIN) / image.width, (height - 2 * MARGIN) / image.height, 1)
    file = io.BytesIO()
    page = canvas.Canvas(file, pagesize=A4)
    size = (image.width * factor, image.height * factor)
    page.drawImage(ImageReader(white.convert("RGB")), MARGIN, height - MARGIN - size[1], *size)
    page.save()
    return file.getvalue()


def write(pages):
    """These pages as one PDF."""
    writer = PdfFileWriter()
    for page in pages:
        writer.addPage(page)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def bind(parts):
    """All parts one behind the other, every page with its number.

    :param list parts: (mark, pages); a part with a mark, an annex, is numbered for itself as well: ``A3 · 2/5``
    :return: the PDF
    """
    numbered = [
        (page, f"{mark} · {number}/{len(pages)}" if mark else "")
        for mark, pages in parts
        for number, page in enumerate(pages, 1)
    ]
    stamps = _pages(_stamps(numbered)) if numbered else []
    for (page, _mark), stamp in zip(numbered, stamps, strict=True):
        page.pop("/Annots", None)  # links and form fields of the original trip the merge up
        page.mergePage(stamp)
    return write([page for page, _mark in numbered])


def _stamps(numbered):
    """A PDF with only the numbers, each page as large as the one it goes on."""
    file = io.BytesIO()
    stamp = canvas.Canvas(file)
    for number, (page, mark) in enumerate(numbered, 1):
        box = page.mediaBox
        left, bottom, right, top = (float(value) for value in box)
        stamp.setPageSize((right, top))
        stamp.setFont(FONT, SIZE)
        _write(stamp, (left + right) / 2 - stamp.stringWidth(mark, FONT, SIZE) / 2, bottom, mark)
        text = f"{number} / {len(numbered)}"
        _write(stamp, right - MARGIN - stamp.stringWidth(text, FONT, SIZE), bottom, text)
        stamp.showPage()
    stamp.save()
    return file.getvalue()


def _write(stamp, left, bottom, text):
    """On a white ground: the number stays legible on a scan that fills its page."""
    if text:
        stamp.setFillColorRGB(1, 1, 1)
        stamp.rect(left - 3, bottom + FOOT - 3, stamp.stringWidth(text, FONT, SIZE) + 6, SIZE + 5, stroke=0, fill=1)
        stamp.setFillColorRGB(0.25, 0.25, 0.25)
        stamp.drawString(left, bottom + FOOT, text)
