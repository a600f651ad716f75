"""Pictures in other programs' formats, and beside each what Pillow (libjpeg, libtiff, libwebp) reads in it, as PNG.

python3 make.py, in this folder. Made with Pillow 9.4.
"""
import numpy as np
from PIL import Image, ImageDraw

rng = np.random.RandomState(7)
base = Image.fromarray(rng.randint(0, 255, (4, 5, 4), np.uint8)).resize((23, 17), Image.BICUBIC)
colour, grey = base.convert("RGB"), base.convert("L")
drawing = Image.new("RGB", (40, 30), (10, 200, 30))
ImageDraw.Draw(drawing).rectangle((5, 5, 20, 20), fill=(255, 0, 0))
ImageDraw.Draw(drawing).ellipse((15, 10, 35, 25), fill=(0, 0, 255))


def save(picture, name, mode, **options):
    picture.save(name, **options)
    with Image.open(name) as read:
        read.convert(mode).save(name + ".png")


save(colour.convert("CMYK"), "cmyk.jpg", "RGB", quality=95)
save(colour, "film.jpg", "RGB", quality=80)
save(base, "lossless.webp", "RGBA", lossless=True, method=6)
save(drawing.quantize(5).convert("RGB"), "palette.webp", "RGB", lossless=True)
save(colour, "animated.webp", "RGB", lossless=True, save_all=True, append_images=[drawing.resize((23, 17))])
save(grey.convert("RGB"), "lossy.webp", "RGB", quality=90)
save(base, "lossy-alpha.webp", "RGBA", quality=90)
save(colour, "predicted.tif", "RGB", compression="tiff_lzw", tiffinfo={317: 2})
save(base, "packbits.tif", "RGBA", compression="packbits")
save(grey, "deflate.tif", "L", compression="tiff_adobe_deflate")
save(drawing.quantize(5), "palette.tif", "RGB", compression="tiff_lzw")
save(grey.convert("1"), "group4.tif", "L", compression="group4")
save(Image.merge("LA", (grey, base.getchannel("A"))), "grey-alpha.tif", "LA")
