/** What spoils a protected packet: one bit of it, where it does not keep the device from finding its way in it. */
export const flip = (bytes: Buffer, at: number): void => {
  bytes[at] = (bytes[at] ?? 0) ^ 1;
};

export const flipBit = {
  /** In the timestamp: source, number and length of the header stay what they are. */
  header: (bytes: Buffer): void => flip(bytes, 7),
  /** In the first octet behind the fixed header. */
  payload: (bytes: Buffer): void => flip(bytes, 12),
  /** In the last octet. */
  tag: (bytes: Buffer): void => flip(bytes, bytes.length - 1),
};
