/**
 * Sessions of TLS 1.2 by session id (RFC 5246 §7.3, figure 2), for the flaws that keep any: without them each connection is
 * verified anew. A session goes on as it was made (RFC 7627 §5.3).
 */
import type { Flaws } from '../../flaws.ts';
import { contentType } from '../records.ts';
import { keysFrom, verifyData } from './key-schedule12.ts';
import { extension, message } from './numbers.ts';
import { Breach } from './rules.ts';
import { dataOf, type ServerHello } from './server-hello.ts';
import { mustBe, type Session } from './session.ts';
import { cipherOf } from './suites.ts';

export interface Kept {
  id: Buffer;
  suite: number;
  masterSecret: Buffer;
  isExtended: boolean;
}

/** By server name, for each device. */
const known = new WeakMap<Flaws, Map<string, Kept>>();

/** The session with one server; null: the device keeps none. */
export interface Earlier {
  kept: Kept | null;
  keep: (session: Kept) => void;
}

export function earlierSession(flaws: Flaws, server: string): Earlier | null {
  if (!flaws.has('resumes-tls12-sessions') && !flaws.has('resumes-whatever-the-master-secret')) return null;
  const sessions = known.get(flaws) ?? new Map<string, Kept>();
  known.set(flaws, sessions);
  return { kept: sessions.get(server) ?? null, keep: (session) => void sessions.set(server, session) };
}

/** The session that the server goes on with, or null. Throws Breach where it may not. */
export function resumedBy({ offer, earlier, rules }: Session, hello: ServerHello): Kept | null {
  if (hello.sessionId.length === 0 || !hello.sessionId.equals(offer.sessionId)) return null;
  const kept = earlier?.kept ?? null;
  // RFC 8446 §4.1.3: the session id of compatibility mode is nobody's session.
  const isKnown = kept !== null && kept.id.equals(hello.sessionId);
  rules.must(isKnown, 'illegal_parameter', 'the server resumes a session that never was');
  return kept;
}

export async function resume12({ messages, rules, offer }: Session, hello: ServerHello, kept: Kept): Promise<void> {
  const { wire } = messages;
  const { masterSecret } = kept;
  const isExtended = dataOf(hello.extensions, extension.extendedMasterSecret) !== null;
  const changed = 'the server goes on with a session otherwise than it was made';
  const isAsMade = isExtended === kept.isExtended;
  rules.must(isAsMade, 'handshake_failure', changed, 'resumes-whatever-the-master-secret');
  const cipher = cipherOf(kept.suite);
  if (!cipher || hello.suite !== kept.suite) throw new Breach('illegal_parameter', changed);
  const keys = keysFrom({ cipher, masterSecret, clientRandom: offer.random, serverRandom: hello.random });
  const expected = verifyData(cipher, masterSecret, 'server', messages.hash(cipher.hash));
  await messages.changeCipherSpec();
  wire.reading = keys.ofServer;
  const finished = await messages.next();
  const isRight = mustBe(rules, finished, 'finished') && finished.body.equals(expected);
  rules.must(isRight, 'decrypt_error', 'the Finished of the server is wrong', 'ignores-finished');
  wire.send(contentType.changeCipherSpec, Buffer.from([1]));
  wire.writing = keys.ofClient;
  messages.send(message.finished, verifyData(cipher, masterSecret, 'client', messages.hash(cipher.hash)));
}
