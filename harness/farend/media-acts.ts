/** What the far end does to its media in the middle of a call. */
import { createHash, randomBytes } from 'node:crypto';
import { shortestTag } from '../wire/media/srtp-suites.ts';
import type { Conditions } from './conditions.ts';
import type { OutgoingStream } from './stream.ts';
import type { MediaAct } from './stream-script.ts';

const headerOctets = 12;
const longestRandom = 400;
const atOnce = 50;
const pauseMilliseconds = 5;

/** At once; what has to be waited for is not here. */
export function actAtOnce(stream: OutgoingStream, act: MediaAct): void {
  switch (act.do) {
    case 'new-source':
      return stream.changeSource();
    case 'fall-silent':
      return stream.fallSilent();
    case 'report':
      return stream.reports.sendNow();
    case 'repeat-first-report':
      return stream.reports.repeatFirst();
    case 'forge-goodbye':
      return stream.reports.forgeGoodbye(stream.ssrc, act.protection);
    case 'short-packets':
      return shortPackets(stream.header()).forEach((octets) => stream.sendOctets(octets));
    case 'random-packets':
    case 'wrap':
    case 'wrong-key':
    case 'source-of-device':
  }
}

/** The header of the next packet with 3 octets behind it down to none, and then less and less of the header. */
function shortPackets(header: Buffer): Buffer[] {
  const longest = Buffer.concat([header, randomBytes(shortestTag - 1)]);
  return Array.from({ length: longest.length }, (_, cut) => longest.subarray(0, longest.length - cut));
}

/** Not all at once, which would overrun the receive buffer of the device. */
export async function sendAtPace(stream: OutgoingStream, packets: Buffer[], conditions: Conditions): Promise<void> {
  for (let sent = 0; sent < packets.length; sent += atOnce) {
    packets.slice(sent, sent + atOnce).forEach((octets) => stream.sendOctets(octets));
    await conditions.until(() => false, pauseMilliseconds);
  }
}

/** Octets that look like noise and are the same in every run; every other one has version 2, as RTP and RTCP have. */
export function randomPackets(count: number): Buffer[] {
  return Array.from({ length: count }, (_, number) => {
    const blocks = Math.ceil(longestRandom / 32);
    const noise = Buffer.concat(Array.from({ length: blocks }, (_block, block) => digest(`${number} ${block}`)));
    const octets = noise.subarray(1, 1 + headerOctets + (noise.readUInt16BE(0) % (longestRandom - 2 * headerOctets)));
    if (number % 2 === 0) octets[0] = 0x80 | ((octets[0] ?? 0) & 0x3f);
    return octets;
  });
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
