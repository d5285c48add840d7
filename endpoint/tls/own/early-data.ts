/**
 * For `sends-early-data` (RFC 8446 §4.2.10): a ticket that allows early data is shown at the next connection to the same
 * server, and something as long as a request goes out behind the ClientHello. As the device keeps no secret with the ticket,
 * neither the binder nor the data can be opened, which the server alone notices.
 */
import { randomBytes } from 'node:crypto';
import type { Flaws } from '../../flaws.ts';
import { extension } from './numbers.ts';
import { Octets, readExtensions, uint, vector } from './octets.ts';
import type { Offer } from './offer.ts';

const REQUEST_OCTETS = 500;
const BINDER_OCTETS = 32;

/** By server name, for each device. */
const known = new WeakMap<Flaws, Map<string, Buffer>>();

/** @param body of a NewSessionTicket (RFC 8446 §4.6.1). */
export function keepTicket(flaws: Flaws, { serverName }: Offer, body: Buffer): void {
  const octets = new Octets(body);
  octets.take(8);
  octets.vector(1);
  const ticket = octets.vector(2);
  const allows = readExtensions(octets.vector(2), true).some(({ type }) => type === extension.earlyData);
  if (!allows || serverName === null) return;
  const tickets = known.get(flaws) ?? new Map<string, Buffer>();
  known.set(flaws, tickets.set(serverName, ticket));
}

/** Puts a ticket for the server into the offer; what goes out behind the ClientHello, or null where there is no ticket. */
export function offerEarlyData(flaws: Flaws, offer: Offer): Buffer | null {
  const ticket = known.get(flaws)?.get(offer.serverName ?? '');
  if (!ticket) return null;
  const identity = Buffer.concat([vector(2, ticket), uint(0, 4)]);
  const binder = vector(1, randomBytes(BINDER_OCTETS));
  const preSharedKey = Buffer.concat([vector(2, identity), vector(2, binder)]);
  offer.further.push({ type: extension.earlyData, data: Buffer.alloc(0) });
  offer.further.push({ type: extension.preSharedKey, data: preSharedKey });
  return randomBytes(REQUEST_OCTETS);
}
