/** Cases of keys and signatures. */
import { chain, leaf, root, under, type Case } from './test-cases.ts';
import { authority, dsaKey, rsaKey } from './test-chain.ts';

const weak = 'strength bad_certificate';
const oldRoot = authority('Old Root', { signedWith: 'sha1' });
const weakRoot = authority('Weak Root', { kind: 'rsa1024' });
const ecRoot = authority('EC Root', { kind: 'p256' });

export const keyCases: Case[] = [
  { id: 'KS-01', sent: chain({ kind: 'rsa512' }), expected: weak, turnedBy: ['accepts-rsa1024'] },
  { id: 'KS-02', sent: chain({ kind: 'rsa1024' }), expected: weak, turnedBy: ['accepts-rsa1024'] },
  { id: 'KS-03', sent: under({ kind: 'rsa1024' }), expected: weak, turnedBy: ['accepts-rsa1024'] },
  {
    id: 'KS-04',
    sent: [leaf({ issuer: weakRoot })],
    anchors: [weakRoot],
    expected: weak,
    turnedBy: ['accepts-rsa1024'],
  },
  { id: 'KS-05', sent: chain({ kind: 'rsa2047' }), expected: weak, turnedBy: ['accepts-rsa1024'] },
  { id: 'KS-06', sent: chain({ kind: 'rsa3072' }), expected: 'accepted', turnedBy: ['refuses-large-keys'] },
  { id: 'KS-07', sent: chain({ publicKey: rsaKey(8192, 3) }), expected: 'accepted', turnedBy: ['refuses-large-keys'] },
  { id: 'KS-07 16384', sent: chain({ publicKey: rsaKey(16384, 3) }), expected: weak, turnedBy: [] },
  { id: 'KS-08 e = 3', sent: chain({ publicKey: rsaKey(2048, 3) }), expected: 'accepted', turnedBy: [] },
  {
    id: 'KS-08 e = 1',
    sent: chain({ publicKey: rsaKey(2048, 1) }),
    expected: weak,
    turnedBy: ['accepts-bad-rsa-parameters'],
  },
  {
    id: 'KS-08 even',
    sent: chain({ publicKey: rsaKey(2048, 3, false) }),
    expected: weak,
    turnedBy: ['accepts-bad-rsa-parameters'],
  },
  {
    id: 'KS-09',
    sent: chain({ kind: 'p384' }),
    expected: 'accepted',
    turnedBy: ['refuses-ecdsa', 'refuses-mixed-key-types', 'refuses-p384'],
  },
  {
    id: 'KS-10 P-521',
    sent: chain({ kind: 'p521' }),
    expected: 'accepted',
    turnedBy: ['refuses-ecdsa', 'refuses-mixed-key-types'],
  },
  {
    id: 'KS-10 Ed25519',
    sent: under({ kind: 'ed25519', key: 'ed' }),
    expected: 'accepted',
    turnedBy: ['refuses-mixed-key-types'],
  },
  {
    id: 'KS-10 rsassaPss',
    sent: under({ kind: 'pss', key: 'pss' }),
    expected: 'accepted',
    turnedBy: ['refuses-mixed-key-types', 'refuses-pss'],
  },
  { id: 'KS-11', sent: chain({ kind: 'p192' }), expected: weak, turnedBy: ['accepts-weak-curves'] },
  { id: 'KS-12', sent: chain({ kind: 'explicit' }), expected: weak, turnedBy: ['accepts-explicit-curves'] },
  {
    id: 'KS-13',
    sent: chain({ publicKey: dsaKey() }),
    expected: 'strength unsupported_certificate',
    turnedBy: ['accepts-dsa'],
  },
  { id: 'KS-14', sent: chain({ signedWith: 'sha1' }), expected: weak, turnedBy: ['accepts-sha1'] },
  { id: 'KS-15', sent: under({ signedWith: 'sha1' }), expected: weak, turnedBy: ['accepts-sha1'] },
  {
    id: 'KS-16',
    sent: [leaf({ issuer: oldRoot })],
    anchors: [oldRoot],
    expected: 'accepted',
    turnedBy: ['refuses-sha1-anchors', 'requires-intermediate'],
  },
  { id: 'KS-17', sent: chain({ signedWith: 'md5' }), expected: weak, turnedBy: ['accepts-md5'] },
  { id: 'KS-18 SHA-512', sent: chain({ signedWith: 'sha512' }), expected: 'accepted', turnedBy: ['refuses-sha512'] },
  { id: 'KS-18 RSASSA-PSS', sent: chain({ signedWith: 'pss' }), expected: 'accepted', turnedBy: ['refuses-pss'] },
  {
    id: 'KS-19',
    sent: [leaf({ issuer: ecRoot })],
    anchors: [root, ecRoot],
    expected: 'accepted',
    turnedBy: ['refuses-ecdsa', 'refuses-mixed-key-types', 'requires-intermediate'],
  },
];
