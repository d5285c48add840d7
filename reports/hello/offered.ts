/** The lists of a ClientHello with a grade for each entry: one source for the page and the terminal. */
import type { ClientHelloFacts } from '../../harness/evidence.ts';
import { gradeOfOffer, type OfferGrade, type OfferKind } from '../../harness/wire/tls/registries/offer-grades.ts';

export interface OfferedEntry {
  name: string;
  /** Null where names of that kind are neither good nor bad. */
  grade: OfferGrade | null;
}

export interface OfferedList {
  title: string;
  entries: OfferedEntry[];
}

/** Verbatim and in the order of the wire. */
export function offeredLists(hello: ClientHelloFacts): OfferedList[] {
  const graded = (kind: OfferKind, names: readonly string[]): OfferedEntry[] =>
    names.map((name) => ({ name, grade: gradeOfOffer(kind, name) }));
  const plain = (names: readonly string[]): OfferedEntry[] => names.map((name) => ({ name, grade: null }));
  const lists: OfferedList[] = [
    { title: 'versions', entries: graded('version', hello.versions) },
    { title: 'cipher suites', entries: graded('suite', hello.suites) },
    { title: 'groups', entries: graded('group', hello.groups) },
    { title: 'key shares', entries: graded('group', hello.keyShares) },
    { title: 'signature schemes', entries: graded('scheme', hello.signatureSchemes) },
    { title: '... in certificates', entries: graded('scheme', hello.certificateSchemes ?? []) },
    { title: 'point formats', entries: plain(hello.pointFormats ?? []) },
    { title: 'protocols (ALPN)', entries: plain(hello.alpn) },
    { title: 'pre-shared key modes', entries: plain(hello.pskModes) },
    { title: 'server name', entries: plain(hello.serverName === null ? [] : [hello.serverName]) },
    { title: 'extensions', entries: plain(hello.extensions) },
    { title: 'compression', entries: compression(hello) },
    { title: 'form', entries: plain(form(hello)) },
  ];
  return lists.filter(({ entries }) => entries.length > 0);
}

const compression = (hello: ClientHelloFacts): OfferedEntry[] =>
  hello.compression.map((method) =>
    method === 0 ? { name: 'null', grade: 'good' } : { name: String(method), grade: 'bad' },
  );

const form = ({ format, legacyVersion, recordVersion, sessionIdOctets, bytes }: ClientHelloFacts): string[] => [
  ...(format === 'sslv2' ? ['format of SSL 2.0'] : []),
  `legacy version ${legacyVersion}`,
  ...(recordVersion === null ? [] : [`record version ${recordVersion}`]),
  `session id of ${sessionIdOctets} octets`,
  `${bytes} octets`,
];
