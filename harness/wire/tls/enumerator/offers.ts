/** What the hellos of a survey offer: everything that is registered, and what a usual client has. */
import type { TlsVersion } from '../../../evidence.ts';
import { groups as ephemeralGroups, ephemeral } from '../key-exchange/ecdh.ts';
import { gradeOfOffer } from '../registries/offer-grades.ts';
import { suiteName, suites } from '../registries/suites.ts';
import { versionNumbers } from '../registries/versions.ts';
import type { HelloPlan } from './hello-plan.ts';

/** Newest first, the order in which they are told. */
export const surveyedVersions: readonly TlsVersion[] = ['TLS 1.3', 'TLS 1.2', 'TLS 1.1', 'TLS 1.0', 'SSL 3.0'];

/** Suites of TLS 1.3 name no key exchange (RFC 8446 §B.4). Signalling values are no suites; nor is the null suite, which
 * nobody may negotiate (RFC 5246 §A.5). */
const is13 = (name: string): boolean => name.startsWith('TLS_') && !name.includes('_WITH_');
const registered = [...suites].filter(([number, name]) => number !== 0 && !name.endsWith('_SCSV'));
const byStrength = (some: [number, string][]): number[] =>
  (['good', 'doubtful', 'bad'] as const).flatMap((grade) =>
    some.filter(([, name]) => gradeOfOffer('suite', name) === grade).map(([number]) => number),
  );
/** The strong ones first, as an honest client would have them. */
const suites13 = byStrength(registered.filter(([, name]) => is13(name)));
const suitesBefore13 = byStrength(registered.filter(([, name]) => !is13(name)));

export const allSuites = (version: TlsVersion): readonly number[] =>
  version === 'TLS 1.3' ? suites13 : suitesBefore13;

export const suitesNamed = (test: (name: string) => boolean): number[] =>
  suitesBefore13.filter((number) => test(suiteName(number)));

const range = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Usual ones first; the explicit curves are left out, as nothing could be read from their choice. */
export const allGroups: readonly number[] = [
  ...[29, 23, 24, 25, 30],
  ...range(1, 22),
  ...range(26, 28),
  ...range(31, 41),
  ...range(0x0100, 0x0104),
  ...range(0x0200, 0x0202),
  ...[0x11eb, 0x11ec, 0x11ed, 0x6399, 0x639a],
];

const usualSchemes = [0x0403, 0x0503, 0x0603, 0x0807, 0x0808, 0x0804, 0x0805, 0x0806, 0x0809, 0x080a, 0x080b];
const pkcs1 = [0x0401, 0x0501, 0x0601];

/** RFC 8446 §4.2.3: those that CertificateVerify may bear in TLS 1.3. */
export const schemes13: readonly number[] = [...usualSchemes, 0x081a, 0x081b, 0x081c, 0x0904, 0x0905, 0x0906];

/** All pairs of hash and signature of RFC 5246 §7.4.1.4.1 besides, the broken ones last. */
export const allSchemes: readonly number[] = [
  ...[...usualSchemes, ...pkcs1, 0x0402, 0x0502, 0x0602, 0x0303, 0x0301, 0x0302],
  ...[0x0203, 0x0201, 0x0202, 0x0103, 0x0101, 0x0102],
];

/** Two key shares, so that most listeners of TLS 1.3 answer at once. One pair of keys serves all hellos: they end there. */
const shares = ephemeralGroups.map((group) => ({ group, key: ephemeral(group).publicKey }));

/** A hello with everything, whose newest version is this one, and which offers these suites. */
export function openHello(version: TlsVersion, offered: readonly number[], serverName: string | null): HelloPlan {
  const is13 = version === 'TLS 1.3';
  return {
    version: versionNumbers[is13 ? 'TLS 1.2' : version],
    suites: offered,
    groups: allGroups,
    serverName,
    ...((is13 || version === 'TLS 1.2') && { schemes: allSchemes }),
    ...(is13 && { versions: [versionNumbers['TLS 1.3']], shares }),
  };
}

const usualSuites = suitesNamed((name) =>
  /^TLS_(ECDHE_(RSA|ECDSA)|DHE_RSA|RSA)_WITH_(AES_\d+_(GCM|CBC)|CHACHA20_POLY1305)_SHA(256|384)?$/.test(name),
);

/** What a client of today sends that speaks TLS 1.3 and 1.2. */
export function usualHello(serverName: string | null): HelloPlan {
  return {
    version: versionNumbers['TLS 1.2'],
    suites: [...range(0x1301, 0x1303), ...usualSuites],
    versions: [versionNumbers['TLS 1.3'], versionNumbers['TLS 1.2']],
    groups: [29, 23, 24],
    schemes: [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601],
    shares,
    serverName,
  };
}

/** Cipher kinds of SSL 2.0 (three octets). */
export const ssl2Kinds = [0x010080, 0x020080, 0x030080, 0x040080, 0x050080, 0x060040, 0x0700c0];
