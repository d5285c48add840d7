/**
 * Sessions of TLS 1.2 and the extended master secret. RFC 7627 §5.3: whether a session has one is settled when it is made,
 * and a ServerHello that goes on with it otherwise ends the handshake.
 */
import type { TlsFault } from './tls-fault.ts';
import { without } from './extensions.ts';

export const sessionFaults = {
  'gives-sessions': {
    title: 'gives out sessions of TLS 1.2, and goes on with them',
    sessions: 'honest',
  },
  'gives-sessions-without-ems': {
    title: 'gives out sessions of TLS 1.2 and goes on with them, and does not know extended_master_secret',
    sessions: 'honest',
    hello: without('extended_master_secret'),
  },
  'resumption-without-ems': {
    title: 'goes on without extended_master_secret with a session that was made with it',
    sessions: 'contradicted',
    like: 'gives-sessions',
    hello: without('extended_master_secret'),
  },
  'resumption-with-new-ems': {
    title: 'goes on with extended_master_secret with a session that was made without it',
    sessions: 'contradicted',
    like: 'gives-sessions-without-ems',
  },
} as const satisfies Record<string, TlsFault>;
