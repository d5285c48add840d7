/** ServerHello of TLS 1.3, honest or bent, and the keys that whoever goes on with it arrives at. */
import { alertNumbers } from '../registries/alerts.ts';
import type { ClientHello } from '../messages/client-hello.ts';
import { ephemeral, type Group } from './ecdh.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { FatalAlert, Undeliverable } from '../fatal-alert.ts';
import { KeySchedule13 } from '../protection/key-schedule13.ts';
import { Reader } from '../messages/reader.ts';
import type { Choice } from '../server/server-choice12.ts';
import { sharesOf } from '../server/server-choice13.ts';
import { helloMessage, keyShare, serverHello13 } from '../server/server-flight13.ts';
import { type SuiteParameters, suiteParameters } from '../registries/suite-parameters.ts';
import type { ServerHelloParts, TlsFault } from '../faults/tls-fault.ts';

export interface Agreement13 {
  /** The message, with its header. */
  hello: Buffer;
  suite: SuiteParameters;
  schedule: KeySchedule13;
}

/** Throws Undeliverable, and FatalAlert for a share of the client that is none. */
export function agree(client: ClientHello, choice: Choice, fault: TlsFault): Agreement13 {
  const peer = sharesOf(client).get(choice.group);
  if (!peer) throw new Undeliverable('the client sends no share of the group');
  const own = ephemeral(choice.group);
  const honest = serverHello13(client, choice.suite, keyShare(choice.group, own.publicKey));
  const parts = fault.hello?.(honest, client) ?? honest;
  const suite = suiteParameters(parts.suite) ?? suiteParameters(choice.suite);
  if (!suite) throw new Undeliverable('the suite is not one that can be served');
  let shared;
  try {
    shared = sharedSecret(parts, choice.group, () => own.agree(peer));
  } catch {
    throw new FatalAlert(alertNumbers.illegal_parameter, 'the public key of the client is no point of the group');
  }
  return { hello: helloMessage(parts), suite, schedule: new KeySchedule13(suite.prfHash, shared) };
}

/**
 * What a client that goes on computes out of the ServerHello as it is. A share of zeros gives zeros (RFC 7748 §6.1); where
 * there is no share, or none that the client has a key for, null.
 */
function sharedSecret(hello: ServerHelloParts, group: Group, honest: () => Buffer): Buffer | null {
  const sent = hello.extensions?.find(({ type }) => type === extensionNumbers.key_share)?.data;
  if (!sent || sent.length < 4 || sent.readUInt16BE(0) !== group) return null;
  const share = new Reader(sent.subarray(2)).vector(2);
  return share.every((octet) => octet === 0) ? Buffer.alloc(32) : honest();
}
