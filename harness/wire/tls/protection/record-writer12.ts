/** Records of SSL 3.0 to TLS 1.2 as they go out: in clear, or sealed once there are keys. */
import { contentTypes } from '../messages/records.ts';
import type { Sealing12 } from './sealing12.ts';
import type { Outgoing } from '../faults/tls-fault.ts';
import { uint, vector } from '../messages/writer.ts';

export const longestContent = 16_384;

export class RecordWriter12 {
  readonly #version: number;
  #sealing: Sealing12 | null = null;

  /** `version`: of the headers. */
  constructor(version: number) {
    this.#version = version;
  }

  /** From here on the epoch `application` can be written. */
  arm(sealing: Sealing12): void {
    this.#sealing = sealing;
  }

  /** Each as one record, whatever its length. What would have to be sealed before there are keys goes out in clear. */
  encode(outgoing: readonly Outgoing[]): Buffer {
    return Buffer.concat(outgoing.map((each) => this.#record(each)));
  }

  /** The content in records of at most 16384 octets (RFC 5246 §6.2.1), under the keys that there are. */
  split(type: number, content: Buffer): Outgoing[] {
    const epoch = this.#sealing ? 'application' : 'clear';
    return fragments(content).map((part) => ({ type, content: part, epoch }));
  }

  #record({ type, content, epoch, version, damage }: Outgoing): Buffer {
    const sealing = epoch === 'clear' ? null : this.#sealing;
    const record = sealing
      ? sealing.seal(type, content, version)
      : Buffer.concat([uint(type, 1), uint(version ?? this.#version, 2), vector(2, content)]);
    return damage?.(record) ?? record;
  }
}

/** Handshake messages as the records of an honest flight in clear: one message to a record. */
export const inClear = (messages: readonly Buffer[]): Outgoing[] =>
  messages.flatMap((whole) =>
    fragments(whole).map((content): Outgoing => ({ type: contentTypes.handshake, content, epoch: 'clear' })),
  );

function fragments(content: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let at = 0; at < content.length; at += longestContent) parts.push(content.subarray(at, at + longestContent));
  return parts;
}
