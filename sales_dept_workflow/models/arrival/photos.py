"""Photos that a customer sends: read, checked and made small, without what a camera writes into them."""

import base64
import binascii

from odoo.exceptions import UserError
from odoo.tools.image import ImageProcess

MOST, LARGEST, SIDE = 6, 10 * 1024 * 1024, 1920


def read_photos(env, rows):
    """
    :param list rows: base64 texts, from a browser
    :return: [(file name, JPEG)]
    :raise UserError: too many, too large, or no photos at all
    """
    if not isinstance(rows, list) or len(rows) > MOST:
        raise UserError(env._("Please send no more than %(count)s photos.", count=MOST))
    return [(f"photo-{number}.jpg", _read(env, row)) for number, row in enumerate(rows, 1)]


def _read(env, row):
    if not isinstance(row, str) or len(row) > LARGEST * 4 // 3 + 4:
        raise UserError(env._("A photo is too large; please send a smaller one."))
    try:
        photo = ImageProcess(base64.b64decode(row, validate=True), verify_resolution=True)
    except (binascii.Error, UserError) as error:
        raise UserError(env._("Only photos (JPEG or PNG) can be sent here.")) from error
    if not photo.image:  # drawings and the like are passed on unread
        raise UserError(env._("Only photos (JPEG or PNG) can be sent here."))
    return photo.resize(SIDE, SIDE).image_quality(quality=85, output_format="JPEG")
