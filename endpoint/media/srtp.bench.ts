/** Protecting and opening packets of 160 octets against libsrtp2 in the same run, for each suite. */
import { randomBytes } from 'node:crypto';
import { LibsrtpOracle } from './libsrtp-oracle.ts';
import { writeRtp } from './rtp.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';
import { masterBytes, suiteNames, suites, type SuiteName } from './suites.ts';

const PAIRS = 20_000;
/** Rounds alternate between both, so that a busy machine slows both alike; the median counts. */
const ROUNDS = 5;

export async function bench(): Promise<{ name: string; value: number; unit: string; target: number | null }[]> {
  const oracle = new LibsrtpOracle();
  try {
    // libsrtp2 does for AES-192 what it does for AES-256.
    const measured = suiteNames.filter((name) => !name.startsWith('AES_192'));
    return measured.map((name) => ({
      name: `endpoint: SRTP ${name} against libsrtp2`,
      value: ratio(oracle, name),
      unit: 'ratio',
      target: suites[name].mode === 'AES-GCM' ? 0.2 : 0.3,
    }));
  } finally {
    oracle.remove();
  }
}

function ratio(oracle: LibsrtpOracle, name: SuiteName): number {
  const master = randomBytes(masterBytes(name));
  const packet = writeRtp({ payloadType: 0, marker: false, sequence: 0, timestamp: 0, ssrc: 1 }, randomBytes(160));
  ownTime(name, master, packet);
  const ratios = Array.from(
    { length: ROUNDS },
    () => oracle.time(name, master, packet, PAIRS) / ownTime(name, master, packet),
  );
  return ratios.sort((a, b) => a - b)[ROUNDS >> 1] ?? NaN;
}

/** Nanoseconds. */
function ownTime(name: SuiteName, master: Buffer, packet: Buffer): number {
  const sender = new SrtpSender(name, master);
  const receiver = new SrtpReceiver(name, master);
  const begun = performance.now();
  for (let at = 0; at < PAIRS; at++) {
    packet.writeUInt16BE(at & 0xffff, 2);
    const { outcome } = receiver.unprotect(sender.protect(packet));
    if (outcome !== 'accepted') throw new Error(`own packet ${at} of ${name}: ${outcome}`);
  }
  return (performance.now() - begun) * 1e6;
}
