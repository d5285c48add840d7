import { execFileSync } from 'node:child_process';
import { createSecretKey, randomBytes } from 'node:crypto';
import { expect, test } from '@playwright/test';
import fc from 'fast-check';
import { deriveSessionKeys } from './key-derivation.ts';
import { openRtcp, protectRtcp } from './rtcp-transform.ts';
import { writeRtp } from './rtp.ts';
import { SrtpReceiver, SrtpSender } from './srtp.ts';
import { masterBytes, suiteNames as names, suites } from './suites.ts';
import { counterMode, openRtp, protectRtp } from './transform.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');
const rtp = (sequence: number, ssrc = 0x1234, payload = Buffer.alloc(160, sequence & 0xff)): Buffer =>
  writeRtp({ payloadType: 0, marker: false, sequence: sequence & 0xffff, timestamp: sequence * 160, ssrc }, payload);
const none = createSecretKey(Buffer.alloc(0));
const rtcp = (): Buffer => Buffer.concat([hex('80c90001 00001234'), randomBytes(20)]);

test.describe('published vectors', () => {
  test('RFC 3711 B.2: AES-CM keystream, its first blocks and those after 2^16 - 1', () => {
    const keys = {
      cipherKey: createSecretKey(hex('2B7E151628AED2A6ABF7158809CF4F3C')),
      salt: hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD'),
      authKey: none,
    };
    const stream = counterMode({ keys, ssrc: 0, index: 0 }, Buffer.alloc(16 * 0xff02));
    const block = (number: number): string => stream.subarray(16 * number, 16 * number + 16).toString('hex');
    expect([0, 1, 2, 0xfeff, 0xff00, 0xff01].map(block)).toEqual([
      'e03ead0935c95e80e166b16dd92b4eb4',
      'd23513162b02d0f72a43a2fe4a5f97ab',
      '41e95b3bb0a2e8dd477901e4fca894c0',
      'ec8cdf7398607cb0f2d21675ea9ea1e4',
      '362b7c3c6773516318a077d7fc5073ae',
      '6a2cc3787889374fbeb4c81b17ba6c44',
    ]);
  });

  test('RFC 3711 B.3: key derivation with AES-128', () => {
    const master = hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6');
    const { rtp: keys } = deriveSessionKeys('AES_CM_128_HMAC_SHA1_80', master);
    expect(keys.cipherKey.export()).toEqual(hex('C61E7A93744F39EE10734AFE3FF7A087'));
    expect(keys.salt).toEqual(hex('30CBBC08863D8C85D49DB34A9AE1'));
    expect(keys.authKey.export()).toEqual(hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'));
  });

  test('RFC 6188 7.3: key derivation with AES-192', () => {
    const master = hex('73edc66c4fa15776fb57f9505c17136550ffda71f3e8e5f1 c8522f3acd4ce86d5add78edbb11');
    const { rtp: keys } = deriveSessionKeys('AES_192_CM_HMAC_SHA1_80', master);
    expect(keys.cipherKey.export()).toEqual(hex('31874736a8f1143870c26e4857d8a5b2c4a354407faadabb'));
    expect(keys.salt).toEqual(hex('2372b82d639b6d8503a47adc0a6c'));
    expect(keys.authKey.export()).toEqual(hex('355b10973cd95b9eacf4061c7e1a7151e7cfbfcb'));
  });

  test('RFC 6188 7.4: key derivation with AES-256', () => {
    const master = hex('f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6 3b04803de51ee7c96423ab5b78d2');
    const { rtp: keys } = deriveSessionKeys('AES_256_CM_HMAC_SHA1_80', master);
    expect(keys.cipherKey.export()).toEqual(hex('5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4'));
    expect(keys.salt).toEqual(hex('fa31791685ca444a9e07c6c64e93'));
    expect(keys.authKey.export()).toEqual(hex('fd9c32d39ed5fbb5a9dc96b30818454d1313dc05'));
  });

  const gallia = hex(
    '8040f17b8041f8d35501a0b2 47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573',
  );
  const galliaSealed = {
    AEAD_AES_128_GCM:
      '8040f17b8041f8d35501a0b2 f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833 899d7f27beb16a9152cf765ee4390cce',
    AEAD_AES_256_GCM:
      '8040f17b8041f8d35501a0b2 32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b 7aa3db36dfffd6b0f9bb7878d7a76c13',
  } as const;
  const quidProQuo = (octets: number) => ({
    cipherKey: createSecretKey(Buffer.from(Array.from({ length: octets }, (_, at) => at))),
    salt: Buffer.from('Quid pro quo'),
    authKey: none,
  });

  for (const name of ['AEAD_AES_128_GCM', 'AEAD_AES_256_GCM'] as const) {
    test(`RFC 7714 16: ${name} on RTP, sealed and opened`, () => {
      const sealing = { keys: quidProQuo(suites[name].keyBytes), ssrc: 0x5501a0b2, index: 0xf17b };
      const sealed = protectRtp(name, sealing, gallia, 12);
      expect(sealed).toEqual(hex(galliaSealed[name]));
      expect(openRtp(name, sealing, sealed, 12)).toEqual({ packet: gallia, authentic: true });
    });
  }

  const report = hex(
    '81c8000d4d617273 4e5450314e545032 525450200000042a 0000e9304c756e61 deadbeefdeadbeefdeadbeefdeadbeef deadbeef',
  );
  const reportSealed = {
    AEAD_AES_128_GCM: `81c8000d4d617273 63e94885dcdab67ca727d7662f6b7e99 7ff5c0f76c06f32dc676a5f1730d6fda
      4ce09b4686303ded0bb9275b c84aa45896cf4d2fc5abf87245d9eade 800005d4`,
    AEAD_AES_256_GCM: `81c8000d4d617273 d50ae4d1f5ce5d304ba297e47d470c28 2c3ece5dbffe0a50a2eaa5c1110555be
      8415f658c61de0476f1b6fad 1d1eb30c4446839f57ff6f6cb26ac3be 800005d4`,
  } as const;

  for (const name of ['AEAD_AES_128_GCM', 'AEAD_AES_256_GCM'] as const) {
    test(`RFC 7714 17: ${name} on RTCP, sealed and opened`, () => {
      const keys = quidProQuo(suites[name].keyBytes);
      expect(protectRtcp(name, keys, report, 0x5d4)).toEqual(hex(reportSealed[name]));
      expect(openRtcp(name, keys, hex(reportSealed[name]))).toEqual({ packet: report, authentic: true });
    });
  }
});

for (const name of names) {
  test.describe(name, () => {
    const master = randomBytes(masterBytes(name));

    test('accepts what a sender with the same key protects, and a tag of the suite is what was added', () => {
      const protectedPacket = new SrtpSender(name, master).protect(rtp(7));
      expect(protectedPacket.length - rtp(7).length).toBe(suites[name].rtpTagBytes);
      expect(new SrtpReceiver(name, master).unprotect(protectedPacket)).toEqual({
        outcome: 'accepted',
        packet: rtp(7),
      });
    });

    test('refuses any flipped octet, another key and a replay', () => {
      const sender = new SrtpSender(name, master);
      const receiver = new SrtpReceiver(name, master);
      const packet = sender.protect(rtp(1));
      for (const at of [1, 5, 12, packet.length - 1]) {
        const forged = Buffer.from(packet);
        forged[at] = (forged[at] ?? 0) ^ 1;
        expect(receiver.unprotect(forged), `octet ${at}`).toEqual({ outcome: 'forged' });
      }
      expect(new SrtpReceiver(name, randomBytes(masterBytes(name))).unprotect(packet).outcome).toBe('forged');
      expect(receiver.unprotect(packet).outcome).toBe('accepted');
      expect(receiver.unprotect(packet).outcome).toBe('replayed');
    });

    test('goes on over a wrap of the sequence, with packets out of order around it', () => {
      const sender = new SrtpSender(name, master);
      const receiver = new SrtpReceiver(name, master);
      const packets = Array.from({ length: 20 }, (_, n) => sender.protect(rtp(65530 + n)));
      const order = [0, 1, 2, 3, 4, 6, 5, 8, 7, 9, 10, 11, 12, 13, 14, 15, 17, 16, 18, 19];
      expect(order.map((n) => receiver.unprotect(packets[n] ?? Buffer.alloc(0)).outcome)).toEqual(
        order.map(() => 'accepted'),
      );
    });

    test('SRTCP: opens its own, refuses a replay, a flipped bit and an unencrypted packet', () => {
      const sender = new SrtpSender(name, master);
      const receiver = new SrtpReceiver(name, master);
      const plain = rtcp();
      const packet = sender.protectRtcp(plain);
      const forged = Buffer.from(packet);
      forged[10] = (forged[10] ?? 0) ^ 4;
      expect(receiver.unprotectRtcp(forged).outcome).toBe('forged');
      expect(receiver.unprotectRtcp(packet)).toEqual({ outcome: 'accepted', packet: plain });
      expect(receiver.unprotectRtcp(packet).outcome).toBe('replayed');
      expect(receiver.unprotectRtcp(plain).outcome).not.toBe('accepted');
    });
  });
}

test('what is older than 64 packets is refused, what is late by 63 is accepted', () => {
  const master = randomBytes(30);
  const sender = new SrtpSender('AES_CM_128_HMAC_SHA1_80', master);
  const receiver = new SrtpReceiver('AES_CM_128_HMAC_SHA1_80', master);
  const packets = Array.from({ length: 101 }, (_, n) => sender.protect(rtp(1000 + n)));
  const outcome = (n: number) => receiver.unprotect(packets[n] ?? Buffer.alloc(0)).outcome;
  expect([outcome(0), outcome(100), outcome(37), outcome(36), outcome(100)]).toEqual([
    'accepted',
    'accepted',
    'accepted',
    'replayed',
    'replayed',
  ]);
});

test('short, random and too many sources: refused, nothing thrown', () => {
  const master = randomBytes(30);
  const receiver = new SrtpReceiver('AES_CM_128_HMAC_SHA1_80', master);
  for (let length = 0; length < 40; length++)
    expect(['malformed', 'forged']).toContain(receiver.unprotect(randomBytes(length)).outcome);
  for (let length = 0; length < 40; length++)
    expect(['malformed', 'forged']).toContain(receiver.unprotectRtcp(randomBytes(length)).outcome);
  const sender = new SrtpSender('AES_CM_128_HMAC_SHA1_80', master);
  const outcomes = Array.from({ length: 33 }, (_, ssrc) => receiver.unprotect(sender.protect(rtp(1, ssrc))).outcome);
  expect(outcomes.at(-1)).toBe('too many sources');
  expect(outcomes.slice(0, 32).every((outcome) => outcome === 'accepted')).toBe(true);
});

test('a wrong key length is a clear error', () => {
  expect(() => new SrtpSender('AEAD_AES_128_GCM', Buffer.alloc(30))).toThrow(
    'AEAD_AES_128_GCM takes 28 octets of master key and salt, not 30',
  );
});

for (const name of names) {
  test(`${name}: hostile bytes are refused, nothing thrown`, () => {
    const master = randomBytes(masterBytes(name));
    const receivers = [{}, { identifier: hex('00000001') }].map((terms) => new SrtpReceiver(name, master, terms));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const packet = Buffer.from(bytes);
        // Most random bytes have the wrong version, which would be all that is tested.
        if (packet.length > 0) packet[0] = 0x80 | ((packet[0] ?? 0) & 0x3f);
        for (const receiver of receivers) {
          expect(['malformed', 'forged']).toContain(receiver.unprotect(packet).outcome);
          expect(['malformed', 'forged']).toContain(receiver.unprotectRtcp(packet).outcome);
        }
      }),
      { numRuns: 500 },
    );
  });

  test(`${name}: an identifier is in each packet, and a packet that names another key is refused`, () => {
    const master = randomBytes(masterBytes(name));
    const terms = { identifier: hex('000102') };
    const sender = new SrtpSender(name, master, terms);
    const packet = sender.protect(rtp(1));
    const report = rtcp();
    const sealedReport = sender.protectRtcp(report);
    const other = new SrtpReceiver(name, master, { identifier: hex('000103') });

    expect(packet.length - rtp(1).length).toBe(suites[name].rtpTagBytes + 3);
    expect(other.unprotect(packet).outcome).toBe('malformed');
    expect(other.unprotectRtcp(sealedReport).outcome).toBe('malformed');
    expect(new SrtpReceiver(name, master).unprotect(packet).outcome).toBe('forged');
    const receiver = new SrtpReceiver(name, master, terms);
    expect(receiver.unprotect(packet)).toEqual({ outcome: 'accepted', packet: rtp(1) });
    expect(receiver.unprotectRtcp(sealedReport)).toEqual({ outcome: 'accepted', packet: report });
  });
}

test('a key is used for as many packets as it may, and no more are accepted', () => {
  const master = randomBytes(30);
  const terms = { lifetime: 3 };
  const sender = new SrtpSender('AES_CM_128_HMAC_SHA1_80', master, terms);
  const receiver = new SrtpReceiver('AES_CM_128_HMAC_SHA1_80', master, terms);
  const seen = [0, 1, 2, 3].map((n) => [sender.usedUp, receiver.unprotect(sender.protect(rtp(n))).outcome]);
  expect(seen).toEqual([
    [false, 'accepted'],
    [false, 'accepted'],
    [false, 'accepted'],
    [true, 'key used up'],
  ]);
});

// libsrtp2 2.5 derives the keys of AES-192 otherwise than the vectors of RFC 6188, which are met above: no oracle here.
for (const name of ['AES_192_CM_HMAC_SHA1_80', 'AES_192_CM_HMAC_SHA1_32'] as const) {
  test(`${name}: openssl makes the same ciphertext and the same tag`, () => {
    const master = randomBytes(masterBytes(name));
    const { rtp: keys } = deriveSessionKeys(name, master);
    const plain = rtp(7);
    const sealed = new SrtpSender(name, master).protect(plain);
    const iv = Buffer.concat([keys.salt, Buffer.alloc(2)]);
    for (const [at, octet] of [...hex('00001234 000000000007')].entries()) iv[4 + at] = (iv[4 + at] ?? 0) ^ octet;
    const encrypt = ['enc', '-aes-192-ctr', '-K', keys.cipherKey.export().toString('hex'), '-iv', iv.toString('hex')];
    const body = execFileSync('openssl', encrypt, { input: plain.subarray(12) });
    const covered = Buffer.concat([plain.subarray(0, 12), body, Buffer.alloc(4)]);
    const key = keys.authKey.export().toString('hex');
    const sign = ['dgst', '-sha1', '-mac', 'HMAC', '-macopt', `hexkey:${key}`, '-binary'];
    const tag = execFileSync('openssl', sign, { input: covered }).subarray(0, suites[name].rtpTagBytes);

    expect(sealed).toEqual(Buffer.concat([plain.subarray(0, 12), body, tag]));
  });
}
