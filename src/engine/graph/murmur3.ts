// MurmurHash3 x64 128 with seed 0, the hash of Flink's operator ids (StreamGraphHasherV2, by way of Guava). 64-bit arithmetic on bigints:
// it runs a few times per submitted job.

const MASK = (1n << 64n) - 1n;
const C1 = 0x87c37b91114253d5n;
const C2 = 0x4cf5ad432745937fn;

/** The 128-bit hash of `bytes` as 32 hex digits, in the order of bytes in which Guava writes it (both halves little-endian). */
export function murmur3Hex(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const blockCount = bytes.length >>> 4;
  let h1 = 0n;
  let h2 = 0n;
  for (let block = 0; block < blockCount; block++) {
    h1 ^= mixFirst(view.getBigUint64(block * 16, true));
    h1 = (add(rotateLeft(h1, 27n), h2) * 5n + 0x52dce729n) & MASK;
    h2 ^= mixSecond(view.getBigUint64(block * 16 + 8, true));
    h2 = (add(rotateLeft(h2, 31n), h1) * 5n + 0x38495ab5n) & MASK;
  }
  const tail = bytes.subarray(blockCount * 16);
  h2 ^= mixSecond(littleEndian(tail.subarray(8)));
  h1 ^= mixFirst(littleEndian(tail.subarray(0, 8)));

  const length = BigInt(bytes.length);
  h1 ^= length;
  h2 ^= length;
  h1 = add(h1, h2);
  h2 = add(h2, h1);
  h1 = finalMix(h1);
  h2 = finalMix(h2);
  h1 = add(h1, h2);
  h2 = add(h2, h1);

  const hash = new DataView(new ArrayBuffer(16));
  hash.setBigUint64(0, h1, true);
  hash.setBigUint64(8, h2, true);
  let hex = "";
  for (let index = 0; index < 16; index++) hex += hash.getUint8(index).toString(16).padStart(2, "0");
  return hex;
}

function add(a: bigint, b: bigint): bigint {
  return (a + b) & MASK;
}

function rotateLeft(value: bigint, bits: bigint): bigint {
  return ((value << bits) | (value >> (64n - bits))) & MASK;
}

function mixFirst(k: bigint): bigint {
  return (rotateLeft((k * C1) & MASK, 31n) * C2) & MASK;
}

function mixSecond(k: bigint): bigint {
  return (rotateLeft((k * C2) & MASK, 33n) * C1) & MASK;
}

function finalMix(hash: bigint): bigint {
  let mixed = hash ^ (hash >> 33n);
  mixed = (mixed * 0xff51afd7ed558ccdn) & MASK;
  mixed ^= mixed >> 33n;
  mixed = (mixed * 0xc4ceb9fe1a85ec53n) & MASK;
  return mixed ^ (mixed >> 33n);
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
