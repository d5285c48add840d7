/** What both handshakes of the device's own client work with. */
import { X509Certificate, type KeyObject } from 'node:crypto';
import type { CertificateRequest } from '../../trust/certificate-request.ts';
import type { GatePolicy } from '../gate.ts';
import type { HandshakeMessage } from '../records.ts';
import { readCertificates } from '../messages.ts';
import { message } from './numbers.ts';
import type { Messages } from './messages.ts';
import type { Offer } from './offer.ts';
import type { Earlier } from './resumption12.ts';
import { Breach, type Rules } from './rules.ts';

export interface Session {
  messages: Messages;
  rules: Rules;
  offer: Offer;
  judge: GatePolicy['judge'];
  /** What the device shows to a server that asks for it; null: nothing. */
  identity: { chain: readonly Buffer[]; key: KeyObject } | null;
  /** With this server, in TLS 1.2; null: the device keeps none. */
  earlier: Earlier | null;
  /** Body of a NewSessionTicket. */
  keepTicket: (body: Buffer) => void;
}

/** What becomes of handshake messages after the handshake. Throws Breach, or rejects with it. */
export type LaterMessages = (message: HandshakeMessage) => void | Promise<void>;

/** The server's proof of itself. */
export interface Shown {
  chain: Buffer[];
  staple: Buffer | null;
  request: CertificateRequest | null;
}

/** The certificates of a Certificate message. RFC 8446 §4.4.2.4, RFC 5246 §7.4.2: a server has at least one. */
export function readChain(body: Buffer, isTls13: boolean, rules: Rules): Buffer[] {
  const lax = rules.has('accepts-malformed-messages');
  let chain: Buffer[] = [];
  try {
    chain = readCertificates(body, isTls13);
  } catch {
    if (!lax) throw new Breach('decode_error', 'the list of certificates of the server is malformed');
  }
  const text = 'the server showed no certificate';
  rules.must(chain.length > 0, 'decode_error', text, ...noCertificate);
  const isWhole = chain.every(({ length }) => length > 0);
  rules.must(isWhole, 'decode_error', 'the server showed an empty certificate', 'accepts-malformed-messages');
  return chain;
}

/** The flaws that go on where no certificate is. */
const noCertificate = [
  'accepts-empty-certificate-list',
  'accepts-unproven-server',
  'accepts-malformed-messages',
] as const;

/** Has the server judged. Without a certificate there is nothing to judge, and the flaws alone come here without one. */
export async function judgeServer({ judge, rules }: Session, shown: Shown): Promise<void> {
  const isReadable = shown.chain.length > 0 && keyOf(shown.chain) !== null;
  if (!isReadable && noCertificate.some((flaw) => rules.has(flaw))) return;
  if (shown.chain.length > 0) await judge(shown);
}

/** Null: there is no certificate, or none that can be read. */
export function keyOf(chain: readonly Buffer[]): KeyObject | null {
  try {
    return new X509Certificate(chain[0] ?? Buffer.alloc(0)).publicKey;
  } catch {
    return null;
  }
}

/** RFC 5246 §7.3, RFC 8446 §2: throws Breach where another message comes. */
export function mustBe(rules: Rules, { type }: HandshakeMessage, expected: keyof typeof message): boolean {
  const is = type === message[expected];
  const text = `the server sent the message ${type} in place of ${expected}`;
  rules.must(is, 'unexpected_message', text, 'accepts-any-order');
  return is;
}
