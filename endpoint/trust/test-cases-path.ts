/** Cases of trust anchors and paths. */
import { chain, host, intermediate, leaf, leafWith, named, otherRoot, root, under, type Case } from './test-cases.ts';
import { algorithmOf, authority, DAY, make, type Made } from './test-chain.ts';
import { commonName, distinguishedName, extensions as ext } from './test-der.ts';

const selfSigned = make({ key: 'self' });
const selfSignedTwin = make({ key: 'self twin' });
const twin = authority('Lab Root', { key: 'twin', extensions: [ext.authority(), ext.subjectKey('another')] });
const twinIdentified = authority('Lab Root', { key: 'twin' });
const naming = (id: string): Buffer[] => [ext.authority(), ext.authorityKey(id)];

/** Bends the last octet but three of the signature. */
const damaged = (der: Buffer): Buffer => {
  const bent = Buffer.from(der);
  bent[bent.length - 3]! ^= 1;
  return bent;
};

/** That many authorities below the root, the nearest to the root first. */
function tower(count: number): Made[] {
  const floors: Made[] = [];
  for (let n = 1; n <= count; n++)
    floors.push(authority(`Floor ${n}`, { key: 'floor', issuer: floors.at(-1) ?? root }));
  return floors;
}
const below = (floors: Made[]): Made[] => [leaf({ issuer: floors.at(-1)! }), ...[...floors].reverse()];

const crossByOther = authority('Cross', { key: 'cross', issuer: otherRoot });
const cross = authority('Cross', { key: 'cross', issuer: root });
const crossExpired = authority('Cross', { key: 'cross', issuer: root, until: -DAY / 2 });

const circleHead = authority('Circle A', { key: 'a' });
const circleTail = authority('Circle B', { key: 'b', issuer: circleHead });
const circleHeadAgain = authority('Circle A', { key: 'a', issuer: circleTail });

const printable = authority('Lab Root', { subject: commonName('Lab Root', 0x13) });
const spaced = authority('Lab Root', { subject: commonName('  LAB   root ') });
const rollover = authority('Lab Root', { key: 'new root', issuer: root });
const plainLeafAuthority = leaf();
const caller = make({ subject: commonName('b'), key: 'b leaf', issuer: plainLeafAuthority, extensions: [named(host)] });

const claimed = algorithmOf(root.key.privateKey, 'sha512');
const aki = leafWith(ext.authorityKey('somebody else'));

export const pathCases: Case[] = [
  { id: 'CTL-01', sent: chain(), expected: 'accepted', turnedBy: [] },
  { id: 'CTL-03', sent: [selfSigned], expected: 'chain unknown_ca', turnedBy: ['trusts-self-signed'] },
  {
    id: 'CTL-03 uploaded',
    sent: [selfSigned],
    anchors: [root, selfSigned],
    expected: 'accepted',
    turnedBy: ['refuses-self-signed'],
  },
  { id: 'CTL-04', sent: [leaf({ issuer: root })], expected: 'accepted', turnedBy: ['requires-intermediate'] },
  {
    id: 'CH-01',
    sent: chain(),
    anchors: [otherRoot],
    expected: 'chain unknown_ca',
    turnedBy: ['trusts-any-authority'],
  },
  {
    id: 'CH-02',
    sent: [leaf(), authority('Lab Intermediate', { key: 'intermediate', issuer: twin, extensions: naming('another') })],
    expected: 'chain unknown_ca',
    turnedBy: ['matches-by-name-only', 'ignores-signatures'],
  },
  {
    id: 'CH-03',
    sent: [
      leaf(),
      authority('Lab Intermediate', { key: 'intermediate', issuer: twinIdentified, extensions: naming('Lab Root') }),
    ],
    expected: 'chain bad_certificate',
    turnedBy: ['matches-by-name-only', 'ignores-signatures'],
  },
  {
    id: 'CH-04',
    sent: [selfSignedTwin],
    anchors: [selfSigned],
    expected: 'chain bad_certificate',
    turnedBy: ['matches-by-name-only'],
  },
  { id: 'CH-05', sent: [leaf()], expected: 'chain unknown_ca', turnedBy: ['accepts-incomplete-chain'] },
  {
    id: 'CH-06',
    sent: ((floors) => [leaf({ issuer: floors.at(-1)! }), ...floors])(tower(2)),
    expected: 'accepted',
    turnedBy: ['requires-strict-order'],
  },
  {
    id: 'CH-07',
    sent: [leaf(), otherRoot, intermediate],
    expected: 'accepted',
    turnedBy: ['requires-strict-order'],
  },
  {
    id: 'CH-08',
    sent: [leaf(), intermediate, intermediate],
    expected: 'accepted',
    turnedBy: ['requires-strict-order'],
  },
  { id: 'CH-09', sent: [leaf(), intermediate, root], expected: 'accepted', turnedBy: ['refuses-sent-root'] },
  {
    id: 'CH-10',
    sent: [leaf({ issuer: cross }), crossExpired, cross],
    expected: 'accepted',
    turnedBy: ['reads-first-path-only', 'requires-strict-order'],
  },
  {
    id: 'CH-11',
    sent: [leaf({ issuer: cross }), crossByOther, cross],
    expected: 'accepted',
    turnedBy: ['reads-first-path-only', 'requires-strict-order'],
  },
  { id: 'CH-12 three', sent: below(tower(3)), expected: 'accepted', turnedBy: ['short-chains-only'] },
  { id: 'CH-12 nine', sent: below(tower(9)), expected: 'accepted', turnedBy: ['short-chains-only'] },
  {
    id: 'ten intermediates',
    sent: below(tower(10)),
    expected: 'chain unknown_ca',
    turnedBy: ['unlimited-chain-depth'],
  },
  { id: 'CH-13', sent: below(tower(40)), expected: 'chain unknown_ca', turnedBy: ['unlimited-chain-depth'] },
  {
    id: 'CH-14',
    sent: [leaf({ issuer: circleHead }), circleHeadAgain, circleTail],
    expected: 'chain unknown_ca',
    turnedBy: ['trusts-loops'],
  },
  {
    id: 'CH-15',
    sent: [caller, plainLeafAuthority, intermediate],
    expected: 'chain bad_certificate',
    turnedBy: ['ignores-basic-constraints'],
  },
  {
    id: 'CH-16',
    sent: chain({ bend: damaged }),
    expected: 'chain bad_certificate',
    turnedBy: ['ignores-signatures'],
  },
  {
    id: 'CH-17',
    sent: under({ bend: damaged }),
    expected: 'chain bad_certificate',
    turnedBy: ['ignores-signatures', 'matches-by-name-only'],
  },
  {
    id: 'CH-18',
    sent: chain({ innerAlgorithm: claimed }),
    expected: 'chain bad_certificate',
    turnedBy: ['ignores-algorithm-mismatch'],
  },
  {
    id: 'CH-19',
    sent: [leaf()],
    anchors: [intermediate],
    expected: 'accepted',
    turnedBy: ['requires-root-anchor', 'requires-intermediate'],
  },
  {
    id: 'CH-20',
    sent: ((own) => [own, intermediate])(plainLeafAuthority),
    anchors: [plainLeafAuthority],
    expected: 'accepted',
    turnedBy: ['requires-root-anchor', 'requires-strict-order'],
  },
  { id: 'CH-21', sent: [], expected: 'chain decode_error', turnedBy: [] },
  {
    id: 'CH-22',
    sent: [{ ...leaf(), der: Buffer.alloc(200, 7) }, intermediate],
    expected: 'chain bad_certificate',
    turnedBy: [],
  },
  {
    id: 'CH-23',
    sent: chain({ bend: (der) => Buffer.concat([der, Buffer.alloc(3)]) }),
    expected: 'chain bad_certificate',
    turnedBy: ['accepts-malformed-certificates'],
  },
  {
    id: 'CH-24',
    sent: [leaf({ issuer: root, issuerName: printable.subject })],
    expected: 'accepted',
    turnedBy: ['compares-names-by-bytes', 'requires-intermediate'],
  },
  {
    id: 'CH-25',
    sent: [leaf({ issuer: root, issuerName: spaced.subject })],
    expected: 'accepted',
    turnedBy: ['compares-names-by-bytes', 'requires-intermediate'],
  },
  {
    id: 'CH-26',
    sent: [aki, intermediate],
    expected: 'accepted',
    turnedBy: ['requires-key-identifiers'],
  },
  {
    id: 'CH-27',
    sent: chain({ key: 'Lab Root' }),
    expected: 'accepted',
    turnedBy: [],
  },
  {
    id: 'CH-28',
    sent: [leaf({ issuer: rollover }), rollover],
    expected: 'accepted',
    turnedBy: ['reads-first-path-only'],
  },
  {
    id: 'TS-11',
    sent: [caller],
    anchors: [plainLeafAuthority],
    expected: 'chain unknown_ca',
    turnedBy: ['trusts-uploaded-leaf-as-authority'],
  },
  {
    id: 'another name of the issuer',
    sent: [leaf({ issuerName: distinguishedName(['2.5.4.10', 'Lab Intermediate']) }), intermediate],
    expected: 'chain unknown_ca',
    turnedBy: ['accepts-incomplete-chain'],
  },
];
