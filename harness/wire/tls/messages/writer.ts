/** TLS messages out of numbers and vectors: the counterpart of Reader. */

export function uint(value: number, octets: 1 | 2 | 3): Buffer {
  const bytes = Buffer.alloc(octets);
  bytes.writeUIntBE(value, 0, octets);
  return bytes;
}

/** The body behind its length. */
export function vector(lengthOctets: 1 | 2 | 3, body: Buffer): Buffer {
  return Buffer.concat([uint(body.length, lengthOctets), body]);
}

/** A list of two-octet numbers behind its length. */
export function numberList(lengthOctets: 1 | 2, numbers: readonly number[]): Buffer {
  return vector(lengthOctets, Buffer.concat(numbers.map((number) => uint(number, 2))));
}

export function handshakeMessage(type: number, body: Buffer): Buffer {
  return Buffer.concat([uint(type, 1), vector(3, body)]);
}
