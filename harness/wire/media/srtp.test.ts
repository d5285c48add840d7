import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { compileLibsrtp2Peer, type Libsrtp2Peer } from './libsrtp2-peer.ts';
import { writeRtp } from './rtp.ts';
import { CounterKeystream, deriveSessionKeys } from './srtp-keys.ts';
import { masterOctets, type SrtpSuite, srtpSuites } from './srtp-suites.ts';
import { SrtpReceiver, SrtpSender, type Unprotected } from './srtp.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');
const suites = Object.keys(srtpSuites) as SrtpSuite[];
const rtp = (sequence: number, payload = randomBytes(160), ssrc = 0xdecafbad): Buffer =>
  writeRtp({ marker: false, payloadType: 0, sequence, timestamp: sequence * 160, ssrc, payload });
const tagOctetsOf = (suite: SrtpSuite): number => srtpSuites[suite].tagOctets;
const rtcp = (ssrc = 0xdecafbad): Buffer => {
  const report = Buffer.alloc(28);
  report.writeUInt32BE(0x80c80006);
  report.writeUInt32BE(ssrc, 4);
  return report;
};

// The beginning of this keystream is among the vectors of self-test.ts.
test('makes the last blocks of the keystream of RFC 3711 B.2', () => {
  const keystream = new CounterKeystream(createSecretKey(hex('2B7E151628AED2A6ABF7158809CF4F3C')));

  const stream = keystream.read(hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000'), 0xff02 * 16);

  expect(stream.subarray(0xfeff * 16, 0xff02 * 16)).toEqual(
    hex('EC8CDF7398607CB0F2D21675EA9EA1E4 362B7C3C6773516318A077D7FC5073AE 6A2CC3787889374FBEB4C81B17BA6C44'),
  );
});

for (const suite of suites) {
  const master = randomBytes(masterOctets(suite));
  const { tagOctets, rtcpTagOctets } = srtpSuites[suite];

  test(`${suite}: protects, detects each flipped bit, and tells replays from forgeries`, () => {
    const sender = new SrtpSender(suite, master);
    const receiver = new SrtpReceiver(suite, master);
    const plain = rtp(7);
    const sealed = sender.protect(plain);

    expect(sealed).toHaveLength(plain.length + tagOctets);
    expect(sealed.includes(plain.subarray(12, 44))).toBe(false);
    for (const at of [1, 3, 11, 12, 90, sealed.length - 1]) {
      const flipped = Buffer.from(sealed);
      flipped[at] = (flipped[at] ?? 0) ^ 1;
      expect(receiver.unprotect(flipped).result).toBe('bad-tag');
    }
    expect(receiver.unprotect(plain).result).toBe('bad-tag');
    expect(receiver.unprotect(sealed)).toEqual({ result: 'authentic', packet: plain, rollOver: 0 });
    expect(receiver.unprotect(sealed).result).toBe('replayed');
    expect(receiver.unprotect(sealed.subarray(0, 12)).result).toBe('too-short');
    expect(receiver.unprotect(Buffer.alloc(0)).result).toBe('too-short');
    expect(new SrtpReceiver(suite, randomBytes(master.length)).unprotect(sealed).result).toBe('bad-tag');
  });

  test(`${suite}: protects RTCP with its own index and tag`, () => {
    const sender = new SrtpSender(suite, master);
    const receiver = new SrtpReceiver(suite, master);
    const [first, second] = [sender.protectRtcp(rtcp()), sender.protectRtcp(rtcp())];

    expect(first).toHaveLength(28 + 4 + rtcpTagOctets);
    const opened = (index: number) => ({ result: 'authentic', packet: rtcp(), control: { index, encrypted: true } });
    expect(receiver.unprotectRtcp(second)).toEqual(opened(1));
    expect(receiver.unprotectRtcp(first)).toEqual(opened(0));
    expect(receiver.unprotectRtcp(first).result).toBe('replayed');
    expect(receiver.unprotectRtcp(Buffer.concat([first, Buffer.from([0])])).result).toBe('bad-tag');
    expect(receiver.unprotectRtcp(first.subarray(0, 20)).result).toBe('too-short');
  });
}

for (const suite of suites) {
  test(`${suite}: no octets make it fail`, () => {
    const master = randomBytes(masterOctets(suite));
    const receivers = [0, 4, 128].map((mkiOctets) => new SrtpReceiver(suite, master, { mkiOctets }));
    const anything = fc.uint8Array({ maxLength: 300 }).map((octets) => {
      const bytes = Buffer.from(octets);
      // Most octets are no RTP, which would be all that is tried.
      if (bytes.length > 0) bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f);
      return bytes;
    });
    fc.assert(
      fc.property(anything, (bytes) => {
        for (const receiver of receivers) {
          expect(['bad-tag', 'too-short']).toContain(receiver.unprotect(bytes).result);
          expect(['bad-tag', 'too-short']).toContain(receiver.unprotectRtcp(bytes).result);
        }
      }),
      { numRuns: 500 },
    );
  });
}

test('follows the sequence number over its wrap, in disorder too', () => {
  const master = randomBytes(30);
  const sender = new SrtpSender('AES_CM_128_HMAC_SHA1_80', master);
  const receiver = new SrtpReceiver('AES_CM_128_HMAC_SHA1_80', master);
  const sequences = [65533, 65534, 65535, 0, 1, 2, 3];
  const sealed = sequences.map((sequence) => sender.protect(rtp(sequence)));
  const order = [0, 3, 1, 4, 2, 6, 5];

  const results = order.map((at) => receiver.unprotect(sealed[at] ?? Buffer.alloc(0)).result);

  expect(results).toEqual(order.map(() => 'authentic'));
  expect(sealed.map((packet) => receiver.unprotect(packet).result)).toEqual(order.map(() => 'replayed'));
});

for (const suite of ['AES_CM_128_HMAC_SHA1_80', 'AEAD_AES_128_GCM'] as const) {
  test(`${suite}: tells the roll-over counter, and that of a sender that does not count its wraps`, () => {
    const master = randomBytes(masterOctets(suite));
    const [sender, forgetful] = [new SrtpSender(suite, master), new SrtpSender(suite, master)];
    const receiver = new SrtpReceiver(suite, master);
    const sealed = [65534, 65535, 0].map((sequence) => sender.protect(rtp(sequence)));
    // Its first packet: the counter is 0.
    const stale = forgetful.protect(rtp(1));

    expect(sealed.map((packet) => receiver.unprotect(packet))).toMatchObject([
      { result: 'authentic', rollOver: 0 },
      { result: 'authentic', rollOver: 0 },
      { result: 'authentic', rollOver: 1 },
    ]);
    expect(receiver.unprotect(stale)).toEqual({ result: 'bad-tag', staleRollOver: 0 });
    stale[stale.length - 1] = (stale.at(-1) ?? 0) ^ 1;
    expect(receiver.unprotect(stale)).toEqual({ result: 'bad-tag' });
    expect(receiver.unprotect(sender.protect(rtp(1)))).toMatchObject({ result: 'authentic', rollOver: 1 });
  });
}

test('keeps no state for sources that never authenticate and a bounded number of those that do', () => {
  const master = randomBytes(30);
  const sender = new SrtpSender('AES_CM_128_HMAC_SHA1_80', master);
  const receiver = new SrtpReceiver('AES_CM_128_HMAC_SHA1_80', master);
  const first = sender.protect(rtp(1, undefined, 1));
  receiver.unprotect(first);
  for (let ssrc = 1000; ssrc < 1200; ssrc++) receiver.unprotect(rtp(1, undefined, ssrc));
  const stillKnown = receiver.unprotect(first).result;
  for (let ssrc = 2; ssrc < 70; ssrc++) receiver.unprotect(sender.protect(rtp(1, undefined, ssrc)));

  expect(stillKnown).toBe('replayed');
  expect(receiver.unprotect(first).result).toBe('authentic');
});

test('refuses a key of the wrong length by saying the right one', () => {
  expect(() => new SrtpSender('AEAD_AES_256_GCM', Buffer.alloc(46))).toThrow(/takes 44 octets/);
});

test('leaves RTCP clear when its E flag is 0, yet authenticates it', () => {
  const master = randomBytes(28);
  const keys = deriveSessionKeys('AEAD_AES_128_GCM', master).rtcp;
  const iv = Buffer.from(keys.salt);
  iv.writeUInt32BE((iv.readUInt32BE(2) ^ 0xdecafbad) >>> 0, 2);
  const cipher = createCipheriv('aes-128-gcm', keys.encryption, iv).setAAD(Buffer.concat([rtcp(), Buffer.alloc(4)]));
  cipher.final();
  const clear = Buffer.concat([rtcp(), cipher.getAuthTag(), Buffer.alloc(4)]);

  const result = new SrtpReceiver('AEAD_AES_128_GCM', master).unprotectRtcp(clear);

  expect(result).toEqual({ result: 'authentic', packet: rtcp(), control: { index: 0, encrypted: false } });
});

test.describe('against libsrtp2', () => {
  let peer: Libsrtp2Peer | null = null;
  test.beforeAll(() => {
    peer = compileLibsrtp2Peer();
  });
  test.afterAll(() => peer?.remove());

  // libsrtp2 2.5 derives AES-192 keys with an AES-256 generator (the key and eight octets of salt), unlike the vectors of
  // RFC 6188 §7.3, which ours meets above: so it is no oracle for these two.
  for (const suite of suites.filter((name) => !name.startsWith('AES_192'))) {
    for (const mki of [undefined, hex('00000001')]) {
      test(`${suite}${mki ? ' with MKI' : ''}: packets both ways, over the sequence wrap, with loss and disorder around it`, () => {
        test.skip(!peer && !process.env['CI'], 'gcc or libsrtp2-dev is not installed');
        const master = randomBytes(masterOctets(suite));
        const packets = Array.from({ length: 40 }, (_, i) => rtp((65516 + i) % 65536, randomBytes(20 + 7 * i)));
        const sender = new SrtpSender(suite, master, { mki });
        const receiver = new SrtpReceiver(suite, master, { mkiOctets: mki?.length });
        const ask = (kind: string, bytes: Buffer[]): string[] =>
          peer?.ask(
            suite,
            master,
            bytes.map((each) => `${kind} ${each.toString('hex')}`),
            mki,
          ) ?? [];
        const texts = (bytes: Buffer[]): string[] => bytes.map((each) => each.toString('hex'));
        const authentic = (result: Unprotected): string =>
          result.result === 'authentic' ? result.packet.toString('hex') : result.result;

        const sealed = packets.map((packet) => sender.protect(packet));
        const lossy = packets.map((_, i) => i).filter((i) => i < 18 || i > 22);
        const mixed = [...packets.slice(0, 18).keys(), 22, 19, 21, 18, 20, 24, 23];
        const reports = Array.from({ length: 5 }, () => rtcp());
        const sealedReports = reports.map((report) => sender.protectRtcp(report));

        expect(ask('u', sealed)).toEqual(texts(packets));
        for (const order of [lossy, mixed]) {
          const arriving = order.map((i) => sealed[i] ?? Buffer.alloc(0));
          const expected = texts(order.map((i) => packets[i] ?? Buffer.alloc(0)));
          const fresh = new SrtpReceiver(suite, master, { mkiOctets: mki?.length });
          expect(ask('u', arriving)).toEqual(expected);
          expect(arriving.map((bytes) => authentic(fresh.unprotect(bytes)))).toEqual(expected);
        }
        expect(ask('p', packets)).toEqual(texts(sealed));
        expect(ask('p', packets).map((line) => authentic(receiver.unprotect(hex(line))))).toEqual(texts(packets));
        // libsrtp2 2.5 looks for the MKI of SRTCP where the tag of SRTP would put it, so with _32 it finds none.
        if (!mki || tagOctetsOf(suite) !== 4) expect(ask('U', sealedReports)).toEqual(texts(reports));
        expect(ask('P', reports).map((line) => authentic(receiver.unprotectRtcp(hex(line))))).toEqual(texts(reports));
      });
    }
  }
});
