/**
 * SRTP protect + unprotect of a 160-octet payload against libsrtp2 in the same run, for each suite, and against werift-rtp for
 * those that it has.
 */
import { randomBytes } from 'node:crypto';
import {
  ProtectionProfileAeadAes128Gcm,
  ProtectionProfileAes128CmHmacSha1_80,
  RtpHeader,
  SrtpSession,
} from 'werift-rtp';
import { compileLibsrtp2Peer } from './libsrtp2-peer.ts';
import { writeRtp } from './rtp.ts';
import { masterOctets, type SrtpSuite, srtpSuites } from './srtp-suites.ts';
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
      const profile = weriftProfiles[suite];
      const ours: number[] = [];
      const ratios: number[] = [];
      const weriftRatios: number[] = [];
      pairsPerSecond(suite, master, packet);
      if (profile) weriftPairsPerSecond(profile, master);
      for (let round = 0; round < rounds; round++) {
        const own = pairsPerSecond(suite, master, packet);
        const theirs = (pairs / Number(peer.ask(suite, master, [line])[0])) * 1e9;
        ours.push(own);
        ratios.push(own / theirs);
        if (profile) weriftRatios.push(own / weriftPairsPerSecond(profile, master));
      }
      const target = srtpSuites[suite].cipher === 'gcm' ? 0.2 : 0.3;
      const werift = {
        name: `SRTP ${suite} against werift-rtp`,
        value: median(weriftRatios),
        unit: 'ratio',
        target: 1,
      };
      return [
        { name: `SRTP ${suite} against libsrtp2`, value: median(ratios), unit: 'ratio', target },
        ...(profile ? [werift] : []),
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

const weriftProfiles: { [suite in SrtpSuite]?: number } = {
  AES_CM_128_HMAC_SHA1_80: ProtectionProfileAes128CmHmacSha1_80,
  AEAD_AES_128_GCM: ProtectionProfileAeadAes128Gcm,
};

function weriftPairsPerSecond(profile: number, master: Buffer): number {
  const [key, salt] = [master.subarray(0, 16), master.subarray(16)];
  const keys = { localMasterKey: key, localMasterSalt: salt, remoteMasterKey: key, remoteMasterSalt: salt };
  const session = new SrtpSession({ keys, profile });
  const payload = randomBytes(160);
  const header = new RtpHeader({ payloadType: 0, ssrc: 1 });
  const start = performance.now();
  for (let i = 0; i < pairs; i++) {
    header.sequenceNumber = i & 0xffff;
    const opened = session.decrypt(session.encrypt(payload, header));
    if (opened.length !== payload.length + 12) throw new Error(`packet ${i} of werift-rtp came back otherwise`);
  }
  return (pairs / (performance.now() - start)) * 1000;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;
}
