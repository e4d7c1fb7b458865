/** Pixels of a PNG file as Chromium writes it: 8 bits a channel, RGB or RGBA, not interlaced (PNG specification, third edition, 9 and 11). */
import { inflateSync } from 'node:zlib';

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, row by row: red, green, blue, alpha. */
  readonly rgba: Uint8Array;
}

/** @throws Error for any other kind of PNG. */
export function readPng(file: Buffer): Picture {
  const chunks: Buffer[] = [];
  const width = file.readUInt32BE(16);
  const height = file.readUInt32BE(20);
  const [depth, colour, , , interlace] = file.subarray(24, 29);
  if (depth !== 8 || (colour !== 2 && colour !== 6) || interlace !== 0) {
    throw new Error(`a PNG of depth ${depth}, colour type ${colour}, interlace ${interlace} is not read here`);
  }
  for (let at = 8; at < file.length; ) {
    const length = file.readUInt32BE(at);
    if (file.toString('latin1', at + 4, at + 8) === 'IDAT') chunks.push(file.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  const channels = colour === 6 ? 4 : 3;
  const stride = width * channels;
  const data = inflateSync(Buffer.concat(chunks));
  const rgba = new Uint8Array(width * height * 4);
  let above = new Uint8Array(stride);
  for (let y = 0; y < height; y++) {
    const start = y * (stride + 1);
    const row = unfilter(data[start] ?? 0, data.subarray(start + 1, start + 1 + stride), above, channels);
    for (let x = 0; x < width; x++) {
      rgba.set(row.subarray(x * channels, x * channels + channels), (y * width + x) * 4);
      if (channels === 3) rgba[(y * width + x) * 4 + 3] = 255;
    }
    above = row;
  }
  return { width, height, rgba };
}

function unfilter(type: number, line: Uint8Array, above: Uint8Array, step: number): Uint8Array<ArrayBuffer> {
  const row = new Uint8Array(line.length);
  for (let i = 0; i < line.length; i++) {
    const left = row[i - step] ?? 0;
    const up = above[i] ?? 0;
    const corner = i < step ? 0 : (above[i - step] ?? 0);
    row[i] = (line[i] ?? 0) + predict(type, left, up, corner);
  }
  return row;
}

function predict(type: number, left: number, up: number, corner: number): number {
  if (type === 0) return 0;
  if (type === 1) return left;
  if (type === 2) return up;
  if (type === 3) return (left + up) >> 1;
  const guess = left + up - corner;
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? up : corner;
}
