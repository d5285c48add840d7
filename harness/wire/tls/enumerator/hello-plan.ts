/** ClientHellos of our own: what is to stand in them, and their bytes (RFC 8446 §4.1.2; RFC 5246 §7.4.1.2). */
import { randomBytes } from 'node:crypto';
import { contentTypes } from '../messages/records.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { versionNumbers } from '../registries/versions.ts';
import { handshakeMessage, numberList, uint, vector } from '../messages/writer.ts';

export interface HelloPlan {
  /** legacy_version; for TLS 1.3 that of TLS 1.2. */
  version: number;
  suites: readonly number[];
  /** supported_versions; left out: the hello has no such extension. */
  versions?: readonly number[];
  groups?: readonly number[];
  schemes?: readonly number[];
  /** Group and public key; an empty list asks for a HelloRetryRequest (RFC 8446 §4.2.8). */
  shares?: readonly { group: number; key: Buffer }[];
  serverName?: string | null;
  /** `[0]` when left out. */
  compression?: readonly number[];
  /** Behind the others, as they are. */
  more?: readonly { type: number; data: Buffer }[];
  /** Octets of the whole message, reached by the padding extension (RFC 7685 §3). */
  padTo?: number;
}

const longestFragment = 16384;

/** The records of the hello, whole. */
export const helloRecords = (plan: HelloPlan): Buffer => recordsOf(helloMessage(plan), plan.version);

/** A ClientHello that is there already, in records. */
export function recordsOf(message: Buffer, version: number): Buffer {
  // RFC 8446 §5.1: 0x0301 in the first records, as some servers look at it; SSL 3.0 has its own number.
  const recordVersion = Math.min(version, versionNumbers['TLS 1.0']);
  const records = [];
  for (let at = 0; at < message.length; at += longestFragment) {
    const fragment = message.subarray(at, at + longestFragment);
    records.push(uint(contentTypes.handshake, 1), uint(recordVersion, 2), vector(2, fragment));
  }
  return Buffer.concat(records);
}

export function helloMessage(plan: HelloPlan): Buffer {
  const { version, suites, compression = [0], padTo = 0 } = plan;
  const is13 = plan.versions?.includes(versionNumbers['TLS 1.3']) ?? false;
  const head = Buffer.concat([
    uint(version, 2),
    randomBytes(32),
    // RFC 8446 §D.4: what is in the way believes that a session is resumed.
    vector(1, is13 ? randomBytes(32) : Buffer.alloc(0)),
    numberList(2, suites),
    vector(1, Buffer.from(compression)),
  ]);
  const parts = extensionsOf(plan);
  if (parts.length === 0) return handshakeMessage(1, head);
  const length = (extensions: readonly Buffer[]): number =>
    4 + head.length + 2 + extensions.reduce((sum, one) => sum + one.length, 0);
  const missing = padTo - length(parts) - 4;
  if (missing >= 0) parts.push(extensionBytes('padding', Buffer.alloc(missing)));
  return handshakeMessage(1, Buffer.concat([head, vector(2, Buffer.concat(parts))]));
}

/** SSL 3.0 knows none (RFC 6101 §5.6.1.2). */
function extensionsOf({ version, versions, groups, schemes, shares, serverName, more = [] }: HelloPlan): Buffer[] {
  if (version <= versionNumbers['SSL 3.0']) return [];
  const parts: Buffer[] = [];
  if (serverName) {
    const entry = Buffer.concat([uint(0, 1), vector(2, Buffer.from(serverName, 'latin1'))]);
    parts.push(extensionBytes('server_name', vector(2, entry)));
  }
  if (groups) {
    parts.push(extensionBytes('supported_groups', numberList(2, groups)));
    parts.push(extensionBytes('ec_point_formats', vector(1, Buffer.from([0]))));
  }
  if (schemes) parts.push(extensionBytes('signature_algorithms', numberList(2, schemes)));
  if (versions) parts.push(extensionBytes('supported_versions', numberList(1, versions)));
  if (shares) {
    const entries = shares.map(({ group, key }) => Buffer.concat([uint(group, 2), vector(2, key)]));
    parts.push(extensionBytes('key_share', vector(2, Buffer.concat(entries))));
  }
  return [...parts, ...more.map(({ type, data }) => Buffer.concat([uint(type, 2), vector(2, data)]))];
}

const extensionBytes = (name: keyof typeof extensionNumbers, data: Buffer): Buffer =>
  Buffer.concat([uint(extensionNumbers[name], 2), vector(2, data)]);

/** A hello of SSL 2.0 and in its format: message type, version, kinds of three octets, challenge. */
export function ssl2Hello(kinds: readonly number[]): Buffer {
  const list = Buffer.concat(kinds.map((kind) => uint(kind, 3)));
  const body = Buffer.concat([
    ...[uint(1, 1), uint(0x0002, 2), uint(list.length, 2), uint(0, 2), uint(16, 2)],
    ...[list, randomBytes(16)],
  ]);
  return Buffer.concat([uint(0x8000 | body.length, 2), body]);
}
