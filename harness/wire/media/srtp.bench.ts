/**
 * SRTP protect + unprotect of a 160-octet payload against libsrtp2 in the same run, for each suite.
 */
import { randomBytes } from 'node:crypto';
import { compileLibsrtp2Peer } from './libsrtp2-peer.ts';
import { writeRtp } from './rtp.ts';
import { masterOctets, type SrtpSuite, srtpSuites } from './srtp-keys.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';

const pairs = 20_000;
const rounds = 5;

/** Ratios are the medians of rounds that alternate between both, so that a busy machine slows both alike. */
export async function bench(): Promise<{ name: string; value: number; unit: string; target: number | null }[]> {
  const peer = compileLibsrtp2Peer();
  if (!peer) throw new Error('libsrtp2 is needed for comparison: install gcc and libsrtp2-dev');
  try {
    // libsrtp2 runs the two AES-192 suites with the same work as AES-256; they add nothing here.
    const suites = (Object.keys(srtpSuites) as SrtpSuite[]).filter((name) => !name.startsWith('AES_192'));
    return suites.flatMap((suite) => {
      const master = randomBytes(masterOctets(suite));
      const packet = writeRtp({
        marker: false,
        payloadType: 0,
        sequence: 0,
        timestamp: 0,
        ssrc: 1,
        payload: randomBytes(160),
      });
      const line = `b ${pairs} ${packet.toString('hex')}`;
      const ours: number[] = [];
      const ratios: number[] = [];
      pairsPerSecond(suite, master, packet);
      for (let round = 0; round < rounds; round++) {
        const own = pairsPerSecond(suite, master, packet);
        const theirs = (pairs / Number(peer.ask(suite, master, [line])[0])) * 1e9;
        ours.push(own);
        ratios.push(own / theirs);
      }
      const target = srtpSuites[suite].cipher === 'gcm' ? 0.2 : 0.3;
      return [
        { name: `SRTP ${suite} against libsrtp2`, value: median(ratios), unit: 'ratio', target },
        { name: `SRTP ${suite}`, value: Math.round(median(ours)), unit: 'pairs/s', target: null },
      ];
    });
  } finally {
    peer.remove();
  }
}

function pairsPerSecond(suite: SrtpSuite, master: Buffer, packet: Buffer): number {
  const sender = new SrtpSender(suite, master);
  const receiver = new SrtpReceiver(suite, master);
  const start = performance.now();
  for (let i = 0; i < pairs; i++) {
    packet.writeUInt16BE(i & 0xffff, 2);
    const { result } = receiver.unprotect(sender.protect(packet));
    if (result !== 'authentic') throw new Error(`own packet ${i} of ${suite}: ${result}`);
  }
  return (pairs / (performance.now() - start)) * 1000;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
