/** A connection to a SIP server: over TLS, where its certificate must name the SIP domain (RFC 5922 §7.3), unless TCP is set. */
import type { Duplex } from 'node:stream';
import { ConnectionRefused } from '../contracts.ts';
import type { ServiceTarget, Surroundings, TlsConnector } from '../contracts.ts';
import { connectInClear } from './clear-connection.ts';
import { aliasOf } from './flaw-aliases.ts';
import { domainOf } from './server-address.ts';

/** Rejects with ConnectionRefused. */
export async function connectToServer(
  surroundings: Surroundings,
  connector: TlsConnector,
  target: ServiceTarget,
  timeoutMs: number,
): Promise<Duplex> {
  const { sip } = surroundings.settings();
  if (sip.transportation === 'TCP') return connectInClear(surroundings, target, timeoutMs);
  const alias = surroundings.flaws.has('reuses-unverified-aliases') ? aliasOf(surroundings, target) : null;
  if (alias) return alias;
  const options = { service: 'sip', ...target, validate: sip.validateServerCertificate, timeoutMs } as const;
  try {
    return await connector.connect({ ...options, identity: domainOf(surroundings) });
  } catch (error) {
    const isName = error instanceof ConnectionRefused && error.refusal.kind === 'name';
    if (!isName || !surroundings.flaws.has('checks-srv-target-name')) throw error;
    return connector.connect({ ...options, identity: target.host });
  }
}
