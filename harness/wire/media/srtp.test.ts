import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import { compileLibsrtp2Peer, type Libsrtp2Peer } from './libsrtp2-peer.ts';
import { writeRtp } from './rtp.ts';
import { CounterKeystream, deriveSessionKeys, masterOctets, type SrtpSuite, srtpSuites } from './srtp-keys.ts';
import { SrtpReceiver, SrtpSender, type Unprotected } from './srtp.ts';
import { GcmTransform } from './srtp-transform.ts';

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

test('makes the keystream of RFC 3711 B.2', () => {
  const keystream = new CounterKeystream(createSecretKey(hex('2B7E151628AED2A6ABF7158809CF4F3C')));

  const stream = keystream.read(hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000'), 0xff02 * 16);

  expect(stream.subarray(0, 48)).toEqual(
    hex('E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0'),
  );
  expect(stream.subarray(0xfeff * 16, 0xff02 * 16)).toEqual(
    hex('EC8CDF7398607CB0F2D21675EA9EA1E4 362B7C3C6773516318A077D7FC5073AE 6A2CC3787889374FBEB4C81B17BA6C44'),
  );
});

const derivations: Record<
  string,
  { suite: SrtpSuite; master: string; encryption: string; salt: string; auth: string }
> = {
  'RFC 3711 B.3': {
    suite: 'AES_CM_128_HMAC_SHA1_80',
    master: 'E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6',
    encryption: 'C61E7A93744F39EE10734AFE3FF7A087',
    salt: '30CBBC08863D8C85D49DB34A9AE1',
    auth: 'CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4',
  },
  'RFC 6188 §7.3 (AES-192)': {
    suite: 'AES_192_CM_HMAC_SHA1_80',
    master: '73edc66c4fa15776fb57f9505c17136550ffda71f3e8e5f1 c8522f3acd4ce86d5add78edbb11',
    encryption: '31874736a8f1143870c26e4857d8a5b2c4a354407faadabb',
    salt: '2372b82d639b6d8503a47adc0a6c',
    auth: '355b10973cd95b9eacf4061c7e1a7151e7cfbfcb',
  },
  'RFC 6188 §7.4 (AES-256)': {
    suite: 'AES_256_CM_HMAC_SHA1_80',
    master: 'f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6 3b04803de51ee7c96423ab5b78d2',
    encryption: '5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4',
    salt: 'fa31791685ca444a9e07c6c64e93',
    auth: 'fd9c32d39ed5fbb5a9dc96b30818454d1313dc05',
  },
};
for (const [name, vector] of Object.entries(derivations)) {
  test(`derives the session keys of ${name}`, () => {
    const { rtp: keys } = deriveSessionKeys(vector.suite, hex(vector.master));

    expect(keys.encryption).toEqual(hex(vector.encryption));
    expect(keys.salt).toEqual(hex(vector.salt));
    expect(keys.authentication.subarray(0, 20)).toEqual(hex(vector.auth));
  });
}

// RFC 7714 §16 gives session keys, so the transform is asked and no derivation takes part.
const gallia = hex('47616c6c 69612065 7374206f 6d6e6973 20646976 69736120 696e2070 61727465 73207472 6573');
const gcmVectors = {
  'RFC 7714 §16.1.1 (AES-128)': {
    key: '000102030405060708090a0b0c0d0e0f',
    sealed:
      'f24de3a3 fb34de6c acba861c 9d7e4bca be633bd5 0d294e6f 42a5f47a 51c7d19b 36de3adf 8833 899d7f27 beb16a91 52cf765e e4390cce',
  },
  'RFC 7714 §16.2.1 (AES-256)': {
    key: '000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
    sealed:
      '32b1de78 a822fe12 ef9f78fa 332e33aa b1801238 9a58e2f3 b50b2a02 76ffae0f 1ba63799 b87b7aa3 db36dfff d6b0f9bb 7878d7a7 6c13',
  },
};
for (const [name, vector] of Object.entries(gcmVectors)) {
  test(`seals and opens the packet of ${name}`, () => {
    const salt = hex('517569642070726f2071756f');
    const header = hex('8040f17b 8041f8d3 5501a0b2');
    const transform = new GcmTransform({ encryption: hex(vector.key), salt, authentication: Buffer.alloc(0) });
    const packet = Buffer.concat([header, gallia]);

    const sealed = transform.protectRtp(packet, 12, 0xf17b, Buffer.alloc(0));

    expect(sealed).toEqual(Buffer.concat([header, hex(vector.sealed)]));
    expect(transform.unprotectRtp(sealed, 12, 0xf17b, 0)).toEqual(packet);
  });
}

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
    expect(receiver.unprotect(sealed)).toEqual({ result: 'authentic', packet: plain });
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
    expect(receiver.unprotectRtcp(second)).toEqual({ result: 'authentic', packet: rtcp() });
    expect(receiver.unprotectRtcp(first)).toEqual({ result: 'authentic', packet: rtcp() });
    expect(receiver.unprotectRtcp(first).result).toBe('replayed');
    expect(receiver.unprotectRtcp(Buffer.concat([first, Buffer.from([0])])).result).toBe('bad-tag');
    expect(receiver.unprotectRtcp(first.subarray(0, 20)).result).toBe('too-short');
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

  expect(result).toEqual({ result: 'authentic', packet: rtcp() });
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
      test(`${suite}${mki ? ' with MKI' : ''}: packets both ways, over the sequence wrap`, () => {
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
        const reports = Array.from({ length: 5 }, () => rtcp());
        const sealedReports = reports.map((report) => sender.protectRtcp(report));

        expect(ask('u', sealed)).toEqual(texts(packets));
        expect(ask('p', packets)).toEqual(texts(sealed));
        expect(ask('p', packets).map((line) => authentic(receiver.unprotect(hex(line))))).toEqual(texts(packets));
        // libsrtp2 2.5 looks for the MKI of SRTCP where the tag of SRTP would put it, so with _32 it finds none.
        if (!mki || tagOctetsOf(suite) !== 4) expect(ask('U', sealedReports)).toEqual(texts(reports));
        expect(ask('P', reports).map((line) => authentic(receiver.unprotectRtcp(hex(line))))).toEqual(texts(reports));
      });
    }
  }
});
