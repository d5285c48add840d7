/** The records of a TLS 1.3 server, in clear and under the keys of each epoch. */
import { Sealing13 } from './sealing13.ts';
import type { SuiteParameters } from '../registries/suite-parameters.ts';
import type { Epoch, Outgoing } from '../faults/tls-fault.ts';
import { versionNumbers } from '../registries/versions.ts';
import { uint, vector } from '../messages/writer.ts';

/** RFC 8446 §5.1. */
export const longestContent = 16_384;

export class RecordWriter13 {
  #sealing: { handshake: Sealing13; application: Sealing13 } | null = null;

  /** Traffic secrets of the server. */
  protect(suite: SuiteParameters, secrets: { handshake: Buffer; application: Buffer }): void {
    this.#sealing = {
      handshake: new Sealing13(suite, secrets.handshake),
      application: new Sealing13(suite, secrets.application),
    };
  }

  /** Of what the server says of itself: once its Finished is out, under the application keys. */
  get epoch(): Epoch {
    return this.#sealing ? 'application' : 'clear';
  }

  /** RFC 8446 §7.2: the next application keys. */
  update(): void {
    this.#sealing?.application.update();
  }

  encode(records: readonly Outgoing[]): Buffer {
    return Buffer.concat(records.map((each) => this.#record(each)));
  }

  #record({ type, content, epoch, version = versionNumbers['TLS 1.2'], damage, then }: Outgoing): Buffer {
    const sealing = epoch === 'clear' ? undefined : this.#sealing?.[epoch];
    const clear = (): Buffer => Buffer.concat([uint(type, 1), uint(version, 2), vector(2, content)]);
    const record = sealing ? sealing.seal(type, content, version) : clear();
    if (then === 'new-keys') this.update();
    return damage?.(record) ?? record;
  }
}

/** In parts that fit into records. */
export function inRecords(whole: Outgoing): Outgoing[] {
  const records: Outgoing[] = [];
  for (let at = 0; at < whole.content.length; at += longestContent) {
    records.push({ ...whole, content: whole.content.subarray(at, at + longestContent) });
  }
  return records;
}
