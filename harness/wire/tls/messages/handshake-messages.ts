/**
 * Handshake messages out of the contents of handshake records. A message of more than `longestMessage` octets is
 * counted and skipped, so a peer that announces 16 MiB gets no memory.
 */

export const longestMessage = 256 * 1024;

const names: Readonly<Record<number, string>> = {
  0: 'hello_request',
  1: 'client_hello',
  2: 'server_hello',
  3: 'hello_verify_request',
  4: 'new_session_ticket',
  5: 'end_of_early_data',
  8: 'encrypted_extensions',
  11: 'certificate',
  12: 'server_key_exchange',
  13: 'certificate_request',
  14: 'server_hello_done',
  15: 'certificate_verify',
  16: 'client_key_exchange',
  20: 'finished',
  21: 'certificate_url',
  22: 'certificate_status',
  23: 'supplemental_data',
  24: 'key_update',
  25: 'compressed_certificate',
  67: 'next_protocol',
  254: 'message_hash',
};

export const handshakeName = (type: number): string => names[type] ?? `handshake ${type}`;

export interface HandshakeMessage {
  type: number;
  name: string;
  /** Octets of the body as announced. */
  length: number;
  /** Header and body; null when the message was too long to be kept. */
  whole: Buffer | null;
}

export class HandshakeStream {
  /** Joined only once a whole message is there: many tiny records must not cost a copy each. */
  #parts: Buffer[] = [];
  #size = 0;
  #needed = 4;
  #skip = 0;

  push(bytes: Buffer): HandshakeMessage[] {
    const skipped = Math.min(this.#skip, bytes.length);
    this.#skip -= skipped;
    this.#parts.push(bytes.subarray(skipped));
    this.#size += bytes.length - skipped;
    return this.#size < this.#needed ? [] : this.#messages();
  }

  /** Octets of a message that is not whole yet. */
  get pending(): number {
    return this.#size + this.#skip;
  }

  #messages(): HandshakeMessage[] {
    let rest = Buffer.concat(this.#parts);
    const messages: HandshakeMessage[] = [];
    this.#needed = 4;
    while (rest.length >= 4) {
      const [type, length] = [rest.readUInt8(0), rest.readUIntBE(1, 3)];
      const name = handshakeName(type);
      if (length > longestMessage) {
        messages.push({ type, name, length, whole: null });
        this.#skip = Math.max(0, 4 + length - rest.length);
      } else if (rest.length < 4 + length) {
        this.#needed = 4 + length;
        break;
      } else {
        messages.push({ type, name, length, whole: rest.subarray(0, 4 + length) });
      }
      rest = rest.subarray(4 + length);
    }
    this.#parts = [rest];
    this.#size = rest.length;
    return messages;
  }
}
