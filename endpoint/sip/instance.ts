/** The name of this unit of the product in a registration: a UUID (RFC 5626 §4.1). */
import { randomUUID } from 'node:crypto';
import type { Surroundings, TlsConnector } from '../contracts.ts';

/** For `new-instance-at-reboot`: the connector is made at each start. */
const madeUp = new WeakMap<TlsConnector, string>();

/** The MAC alone makes it, so that it outlives power cycles and resets. */
export function instanceId({ mac, flaws }: Pick<Surroundings, 'mac' | 'flaws'>, connector: TlsConnector): string {
  if (!flaws.has('new-instance-at-reboot')) return `00000000-0000-1000-8000-${mac.toLowerCase()}`;
  const made = madeUp.get(connector) ?? randomUUID();
  madeUp.set(connector, made);
  return made;
}
