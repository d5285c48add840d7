/** Whether a server of TLS 1.2 goes on with a session that the client asks for, and by which ServerHello (RFC 7627 §5.3). */
import { alertNumbers } from '../registries/alerts.ts';
import type { ClientHello } from '../messages/client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { FatalAlert, NotOffered } from '../fatal-alert.ts';
import { resumingHello } from './server-flight12.ts';
import type { Session12, Sessions12 } from './sessions12.ts';
import type { HelloExtension, ServerHelloParts, TlsFault } from '../faults/tls-fault.ts';

export interface Resumption {
  session: Session12;
  selected: ServerHelloParts;
}

/** Null: a whole handshake. Throws NotOffered, and FatalAlert where the client may not ask for the session as it does. */
export function resumption(
  hello: ClientHello,
  sessions: Sessions12 | undefined,
  version: number,
  fault: TlsFault,
): Resumption | null {
  if (!fault.sessions || !sessions) return null;
  const isHonest = fault.sessions === 'honest';
  const session = sessions.askedFor(hello);
  if (!session) {
    if (isHonest) return null;
    throw new NotOffered('the client asks for no session of before');
  }
  const selected = resumingHello(hello, session.suite, version, fault);
  const isAsMade = extendsMasterSecret(selected.extensions) === session.extended;
  if (!isHonest && isAsMade) {
    throw new NotOffered(`the session was made ${session.extended ? 'with' : 'without'} extended_master_secret`);
  }
  if (isHonest && !isAsMade) {
    if (!session.extended || extendsMasterSecret(hello.extensions)) return null;
    throw new FatalAlert(alertNumbers.handshake_failure, 'the session was made with extended_master_secret');
  }
  return { session, selected };
}

export const extendsMasterSecret = (extensions: readonly HelloExtension[] | null): boolean =>
  extensions?.some(({ type }) => type === extensionNumbers.extended_master_secret) ?? false;
