/** What a TLS 1.3 server sends after the handshake (RFC 8446 §4.6), each message with its header. */
import { randomBytes } from 'node:crypto';
import { extensionNumbers } from '../registries/extensions.ts';
import { handshakeMessage, uint, vector } from '../messages/writer.ts';

/** RFC 8446 §4.6.3. */
export const keyUpdate = (requested: boolean): Buffer => handshakeMessage(24, uint(requested ? 1 : 0, 1));

export interface Ticket {
  /** In seconds. */
  lifetime: number;
  /** Octets of early data that the ticket allows; null: none, and no extension that says so. */
  earlyData: number | null;
}

/** RFC 8446 §4.6.1. The ticket is random: it is never taken back, and a client that shows it gets a full handshake. */
export function newSessionTicket({ lifetime, earlyData }: Ticket): Buffer {
  const allowed =
    earlyData === null
      ? Buffer.alloc(0)
      : Buffer.concat([uint(extensionNumbers.early_data, 2), vector(2, uint32(earlyData))]);
  const ageAdd = randomBytes(4);
  return handshakeMessage(
    4,
    Buffer.concat([
      ...[uint32(lifetime), ageAdd, vector(1, randomBytes(8)), vector(2, randomBytes(64))],
      vector(2, allowed),
    ]),
  );
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
