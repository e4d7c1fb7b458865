/**
 * A Windows icon file of several frames: bitmaps below 256 pixels, which every reader takes, and PNG at 256 (Microsoft, "The evolution of
 * the ICO file format", part 4; BITMAPINFOHEADER).
 */
import { readPng } from '../../e2e/electron-host/parts/read-png.ts';

/** @param {Buffer[]} pngs square pictures, smallest first */
export function icoOf(pngs) {
  const frames = pngs.map((png) => {
    const picture = readPng(png);
    return { size: picture.width, data: picture.width < 256 ? bitmapOf(picture) : png };
  });
  const head = Buffer.alloc(6 + frames.length * 16);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(frames.length, 4);
  let offset = head.length;
  frames.forEach(({ size, data }, index) => {
    const at = 6 + index * 16;
    // 0 stands for 256.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(data.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += data.length;
  });
  return Buffer.concat([head, ...frames.map(({ data }) => data)]);
}

/** Rows from the bottom up, blue first, and behind them one bit a pixel for readers without alpha. */
function bitmapOf({ width, height, rgba }) {
  const maskRow = Math.ceil(width / 32) * 4;
  const data = Buffer.alloc(40 + width * height * 4 + maskRow * height);
  data.writeUInt32LE(40, 0);
  data.writeInt32LE(width, 4);
  data.writeInt32LE(height * 2, 8);
  data.writeUInt16LE(1, 12);
  data.writeUInt16LE(32, 14);
  const mask = 40 + width * height * 4;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = ((height - 1 - y) * width + x) * 4;
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(from, from + 4);
      data.set([blue, green, red, alpha], 40 + (y * width + x) * 4);
      if (alpha < 128) data[mask + y * maskRow + (x >> 3)] |= 0x80 >> (x & 7);
    }
  }
  return data;
}
