#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Unpacks the ELF vmlinux from a compressed kernel image, so that QEMU can enter it directly:
emulated, the kernel's own unpacking takes seconds of each boot. usage: IMAGE OUTPUT"""
import lzma
import sys
import zlib


def unpacked(image):
    formats = {b"\xfd7zXZ\0": lzma.LZMADecompressor, b"\x1f\x8b\x08": lambda: zlib.decompressobj(31)}
    for magic, decompressor in formats.items():
        start = image.find(magic)
        while start >= 0:
            try:
                kernel = decompressor().decompress(image[start:])
            except (lzma.LZMAError, zlib.error):
                kernel = b""
            if kernel[:4] == b"\x7fELF":
                return kernel
            start = image.find(magic, start + 1)
    sys.exit("no ELF kernel in " + sys.argv[1])


with open(sys.argv[1], "rb") as packed, open(sys.argv[2], "wb") as output:
    output.write(unpacked(packed.read()))
