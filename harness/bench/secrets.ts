/** The key-log lines that belong to given connections, so that a capture opens itself and nothing else. */
import type { RecordedConnection } from '../tap/tap.ts';

export function secretsOf(connections: readonly RecordedConnection[], keyLog: string): string {
  const randoms = new Set(connections.flatMap((one) => clientRandom(one) ?? []));
  return keyLog
    .split('\n')
    .filter((line) => randoms.has((line.split(' ')[1] ?? '').toLowerCase()))
    .map((line) => `${line}\n`)
    .join('');
}

/** The random of the first ClientHello: after the record header (5), the handshake header (4) and the version (2). */
function clientRandom({ chunks }: RecordedConnection): string | null {
  const bytes = Buffer.concat(chunks.filter(({ from }) => from === 'device').map((chunk) => chunk.bytes)).subarray(
    0,
    43,
  );
  return bytes.length === 43 && bytes[0] === 0x16 && bytes[5] === 1 ? bytes.subarray(11, 43).toString('hex') : null;
}
