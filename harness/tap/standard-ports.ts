/**
 * An address of the loopback network at which the ports of the field are free: a device that is told none goes to 5061
 * (RFC 3261 §19.1.2). Nothing else of the machine is there, and every bench takes another address.
 */
import { randomInt } from 'node:crypto';
import type { Address } from '../lab/lab.ts';
import { Door } from './door.ts';
import type { Recorder } from './recorder.ts';
import { Witness } from './witness.ts';

const tries = 20;
const securePort = 5061;
const clearPort = 5060;

export interface StandardPorts {
  host: string;
  door: Door;
  witness: Witness;
}

/** Null where the machine has no such address, or all that were tried are taken. */
export async function openStandardPorts(anchor: Address, recorder: Recorder): Promise<StandardPorts | null> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const host = `127.${randomInt(1, 255)}.${randomInt(1, 255)}.${randomInt(2, 255)}`;
    const door = await Door.open({ host, port: securePort }, anchor).catch(() => null);
    if (!door) continue;
    const witness = await Witness.open('sip', { host, port: clearPort }, recorder).catch(() => null);
    if (witness) return { host, door, witness };
    door.release();
  }
  return null;
}
