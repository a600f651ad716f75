"""Writes the vectors of BilinearResizeTests, ImagePreparationTests and PngCodecTests.

Needs numpy and Pillow (12.3 was used) and MNIST's t10k-images-idx3-ubyte.gz:
    python3 make_vectors.py t10k-images-idx3-ubyte.gz
"""
import gzip
import io
import sys

import numpy as np
from PIL import Image

# The four source pictures of the golden case f_esvae, as an IDX file of their own.
SOURCES = [1152, 7810, 9025, 4343]
mnist = gzip.open(sys.argv[1]).read()
with open("mnist-sources.idx3-ubyte", "wb") as out:
    out.write(bytes([0, 0, 8, 3]) + b"".join(n.to_bytes(4, "big") for n in (len(SOURCES), 28, 28)))
    for k in SOURCES:
        out.write(mnist[16 + k * 784 : 16 + (k + 1) * 784])

rng = np.random.default_rng(20)
vectors = {}
# (height, width) -> (height, width): smaller, larger, one of each, one side kept, single pixels.
CASES = [((37, 53), (16, 20)), ((9, 7), (32, 32)), ((5, 60), (11, 8)), ((64, 20), (64, 7)),
         ((33, 12), (10, 12)), ((1, 1), (3, 4)), ((50, 41), (1, 1)), ((218, 178), (64, 64))]
for i, (source, target) in enumerate(CASES):
    levels = rng.integers(0, 256, source, dtype=np.uint8)
    if i == 7:  # full contrast
        levels = (levels > 127).astype(np.uint8) * 255
    resized = Image.fromarray(levels).resize(target[::-1], Image.BILINEAR)
    vectors[f"in{i}"] = levels
    vectors[f"out{i}"] = np.asarray(resized)
colour = rng.integers(0, 256, (20, 30, 3), dtype=np.uint8)
vectors["colour"] = colour
vectors["grey"] = np.asarray(Image.fromarray(colour).convert("L"))
np.savez_compressed("pillow.npz", **vectors)

# Small files of every kind that is read, 6 x 5 pixels.
small = colour[:5, :6]


def save(name, image, **options):
    image.save(name, **options)


save("rgb.png", Image.fromarray(small))
save("grey.png", Image.fromarray(small[..., 0]))
save("grey16.png", Image.fromarray(small[..., 0].astype(np.uint16) * 257))
save("bit1.png", Image.fromarray(small[..., 0] > 127))
alpha = np.dstack([small, colour[5:10, :6, 0]])
save("rgba.png", Image.fromarray(alpha))
save("greyalpha.png", Image.fromarray(np.ascontiguousarray(alpha[..., [0, 3]]), "LA"))
palette = Image.fromarray(small).quantize(30)
assert (np.asarray(palette.convert("RGB")) == small).all()
save("palette.png", palette)
save("palette.gif", palette)
save("rgb.bmp", Image.fromarray(small))
save("grey.jpg", Image.fromarray(np.full((16, 16), 77, np.uint8)), quality=95)
save("rgb.jpg", Image.fromarray(colour), quality=95)
save("progressive.jpg", Image.fromarray(colour), quality=95, progressive=True)
