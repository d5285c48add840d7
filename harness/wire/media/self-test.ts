/**
 * The bench proves its own SRTP before it judges anybody's: published keys, packets and what must come of them, for every
 * kind of derivation and transform. A packet is sealed and opened, and one with a flipped bit must not open.
 */
import { createSecretKey } from 'node:crypto';
import { CounterKeystream, deriveSessionKeys, type SessionKeys } from './srtp-keys.ts';
import type { SrtpSuite } from './srtp-suites.ts';
import { CounterTransform, GcmTransform, type Transform } from './srtp-transform.ts';

const hex = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

const keystreams = [
  {
    of: 'RFC 3711 B.2',
    key: hex('2B7E151628AED2A6ABF7158809CF4F3C'),
    start: hex('F0F1F2F3F4F5F6F7F8F9FAFBFCFD0000'),
    stream: hex('E03EAD0935C95E80E166B16DD92B4EB4 D23513162B02D0F72A43A2FE4A5F97AB 41E95B3BB0A2E8DD477901E4FCA894C0'),
  },
];

interface Derivation {
  of: string;
  suite: SrtpSuite;
  master: Buffer;
  encryption: Buffer;
  salt: Buffer;
  authentication: Buffer;
}

const derivations: Derivation[] = [
  {
    of: 'RFC 3711 B.3',
    suite: 'AES_CM_128_HMAC_SHA1_80',
    master: hex('E1F97A0D3E018BE0D64FA32C06DE4139 0EC675AD498AFEEBB6960B3AABE6'),
    encryption: hex('C61E7A93744F39EE10734AFE3FF7A087'),
    salt: hex('30CBBC08863D8C85D49DB34A9AE1'),
    authentication: hex('CEBE321F6FF7716B6FD4AB49AF256A156D38BAA4'),
  },
  {
    of: 'RFC 6188 §7.3 (AES-192)',
    suite: 'AES_192_CM_HMAC_SHA1_80',
    master: hex('73edc66c4fa15776fb57f9505c17136550ffda71f3e8e5f1 c8522f3acd4ce86d5add78edbb11'),
    encryption: hex('31874736a8f1143870c26e4857d8a5b2c4a354407faadabb'),
    salt: hex('2372b82d639b6d8503a47adc0a6c'),
    authentication: hex('355b10973cd95b9eacf4061c7e1a7151e7cfbfcb'),
  },
  {
    of: 'RFC 6188 §7.4 (AES-256)',
    suite: 'AES_256_CM_HMAC_SHA1_80',
    master: hex('f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6 3b04803de51ee7c96423ab5b78d2'),
    encryption: hex('5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4'),
    salt: hex('fa31791685ca444a9e07c6c64e93'),
    authentication: hex('fd9c32d39ed5fbb5a9dc96b30818454d1313dc05'),
  },
];

interface SealedPacket {
  of: string;
  transform: () => Transform;
  /** RTP where left out. */
  rtcp?: true;
  /** With the E flag for RTCP. */
  index: number;
  plain: Buffer;
  sealed: Buffer;
}

const { rtp: referenceKeys } = deriveSessionKeys(
  'AES_CM_128_HMAC_SHA1_80',
  hex('e1f97a0d3e018be0d64fa32c06de4139 0ec675ad498afeebb6960b3aabe6'),
);
const quidProQuo = (octets: number): SessionKeys => ({
  encryption: Buffer.from(Array.from({ length: octets }, (_, at) => at)),
  salt: Buffer.from('Quid pro quo'),
  authentication: Buffer.alloc(0),
});
const gallia = hex(
  '8040f17b8041f8d35501a0b2 47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573',
);
const report = hex(
  '81c8000d4d617273 4e5450314e545032 525450200000042a 0000e9304c756e61 deadbeefdeadbeefdeadbeefdeadbeef deadbeef',
);

const packets: SealedPacket[] = [
  {
    of: 'the reference packet of libsrtp2 (AES_CM_128_HMAC_SHA1_80)',
    transform: () => new CounterTransform(referenceKeys, 10),
    index: 0x1234,
    plain: hex('800f1234decafbadcafebabe abababababababababababababababab'),
    sealed: hex('800f1234decafbadcafebabe 4e55dc4ce79978d88ca4d215949d2402 b78d6acc99ea179b8dbb'),
  },
  {
    of: 'RFC 7714 §16.1.1 (AEAD_AES_128_GCM)',
    transform: () => new GcmTransform(quidProQuo(16)),
    index: 0xf17b,
    plain: gallia,
    sealed: hex(
      '8040f17b8041f8d35501a0b2 f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833 899d7f27beb16a9152cf765ee4390cce',
    ),
  },
  {
    of: 'RFC 7714 §16.2.1 (AEAD_AES_256_GCM)',
    transform: () => new GcmTransform(quidProQuo(32)),
    index: 0xf17b,
    plain: gallia,
    sealed: hex(
      '8040f17b8041f8d35501a0b2 32b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b 7aa3db36dfffd6b0f9bb7878d7a76c13',
    ),
  },
  {
    of: 'RFC 7714 §17.1 (AEAD_AES_128_GCM on RTCP)',
    transform: () => new GcmTransform(quidProQuo(16)),
    rtcp: true,
    index: 0x800005d4,
    plain: report,
    sealed: hex(`81c8000d4d617273 63e94885dcdab67ca727d7662f6b7e99 7ff5c0f76c06f32dc676a5f1730d6fda
      4ce09b4686303ded0bb9275b c84aa45896cf4d2fc5abf87245d9eade 800005d4`),
  },
  {
    of: 'RFC 7714 §17.3 (AEAD_AES_256_GCM on RTCP)',
    transform: () => new GcmTransform(quidProQuo(32)),
    rtcp: true,
    index: 0x800005d4,
    plain: report,
    sealed: hex(`81c8000d4d617273 d50ae4d1f5ce5d304ba297e47d470c28 2c3ece5dbffe0a50a2eaa5c1110555be
      8415f658c61de0476f1b6fad 1d1eb30c4446839f57ff6f6cb26ac3be 800005d4`),
  },
];

/** The vectors, so that a test may spoil one. */
export const vectors = { keystreams, derivations, packets };

/** What does not come out as published, by the name of its vector; empty when the bench may judge. */
export function srtpProblems(among: typeof vectors = vectors): string[] {
  return [
    ...among.keystreams.filter((each) => !isRight(each)).map(({ of }) => `keystream of ${of}`),
    ...among.derivations.filter((each) => !isDerived(each)).map(({ of }) => `session keys of ${of}`),
    ...among.packets.filter((each) => !isSealed(each)).map(({ of }) => `sealed packet of ${of}`),
    ...among.packets.filter((each) => !isOpened(each)).map(({ of }) => `opened packet of ${of}`),
  ];
}

const isRight = ({ key, start, stream }: (typeof keystreams)[number]): boolean =>
  new CounterKeystream(createSecretKey(key)).read(start, stream.length).equals(stream);

function isDerived({ suite, master, encryption, salt, authentication }: Derivation): boolean {
  const { rtp } = deriveSessionKeys(suite, master);
  return rtp.encryption.equals(encryption) && rtp.salt.equals(salt) && rtp.authentication.equals(authentication);
}

const rtpHeader = 12;
const none = Buffer.alloc(0);

function isSealed({ transform, rtcp, index, plain, sealed }: SealedPacket): boolean {
  const made = rtcp
    ? transform().protectRtcp(plain, index, none)
    : transform().protectRtp(plain, rtpHeader, index, none);
  return made.equals(sealed);
}

function isOpened({ transform, rtcp, index, plain, sealed }: SealedPacket): boolean {
  const open = (bytes: Buffer): Buffer | null =>
    rtcp ? transform().unprotectRtcp(bytes, 0).packet : transform().unprotectRtp(bytes, rtpHeader, index, 0);
  const forged = Buffer.from(sealed);
  forged[rtpHeader] = (forged[rtpHeader] ?? 0) ^ 1;
  return (open(sealed)?.equals(plain) ?? false) && open(forged) === null;
}
