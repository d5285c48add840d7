/** Cases of key usage, constraints, other extensions and form. */
import {
  chain,
  dnsNames,
  forServers,
  host,
  leaf,
  leafWith,
  named,
  root,
  intermediate,
  under,
  type Case,
} from './test-cases.ts';
import { authority, make, unknownExtension } from './test-chain.ts';
import { commonName, distinguishedName, extension, extensions as ext, generalName, set } from './test-der.ts';

const { dns, uri, network, ip, directory, mail, other } = generalName;
const usage = 'usage unsupported_certificate';
const chained = 'chain bad_certificate';
const sipDomain = '1.3.6.1.5.5.7.3.20';
const forUsages = (...usages: string[]) => chain({ extensions: [named(host), ext.extendedKeyUsage(...usages)] });
const withKeyUsage = (bits: number) => [leafWith(ext.keyUsage(bits)), intermediate];
const constrained = (...args: Parameters<typeof ext.constraints>) => ({
  extensions: [ext.authority(), ext.keyUsage(0x04), ext.constraints(...args)],
});
const naming = (...names: Buffer[]) => ({ extensions: [ext.names(...names), forServers] });
const ignoring = 'ignores-name-constraints';

const narrow = authority('Narrow', { issuer: root, extensions: [ext.authority(0)] });
const underNarrow = authority('Under Narrow', { issuer: narrow });
const narrowAgain = authority('Narrow', { issuer: narrow, key: 'again', extensions: [ext.authority(0)] });
const narrowRoot = authority('Narrow Root', { extensions: [ext.authority(0)] });
const underNarrowRoot = authority('Under Narrow Root', { issuer: narrowRoot });
const constrainedRoot = authority('Constrained Root', constrained({ permitted: [dns('other.test')] }));
const demanding = authority('Demanding', {
  issuer: root,
  extensions: [ext.authority(), ext.requirePolicy(0), ext.policies('1.2.3')],
});

export const usageCases: Case[] = [
  { id: 'EX-01', sent: forUsages('1.3.6.1.5.5.7.3.2'), expected: usage, turnedBy: ['ignores-extended-key-usage'] },
  {
    id: 'EX-02',
    sent: chain({ extensions: [named(host)] }),
    expected: 'accepted',
    turnedBy: ['requires-extended-key-usage'],
  },
  { id: 'EX-03', sent: forUsages('2.5.29.37.0'), expected: 'accepted', turnedBy: [] },
  {
    id: 'EX-04',
    sent: forUsages('1.3.6.1.5.5.7.3.1', sipDomain),
    expected: 'accepted',
    turnedBy: ['refuses-sip-domain-usage'],
  },
  {
    id: 'EX-05 SIP',
    only: 'sip',
    sent: forUsages(sipDomain),
    expected: 'accepted',
    turnedBy: ['refuses-sip-domain-usage'],
  },
  {
    id: 'EX-05 HTTPS',
    only: 'https',
    sent: forUsages(sipDomain),
    expected: usage,
    turnedBy: ['ignores-extended-key-usage'],
  },
  {
    id: 'EX-07',
    sent: under({ extensions: [ext.authority(), ext.extendedKeyUsage('1.3.6.1.5.5.7.3.4')] }),
    expected: 'accepted',
    turnedBy: [],
  },
  { id: 'EX-08', sent: withKeyUsage(0x04), expected: usage, turnedBy: ['ignores-leaf-key-usage'] },
  { id: 'EX-09', sent: withKeyUsage(0x20), expected: usage, turnedBy: ['ignores-leaf-key-usage'] },
  {
    id: 'EX-11',
    sent: under({ extensions: [ext.keyUsage(0x06)] }),
    expected: chained,
    turnedBy: ['ignores-basic-constraints'],
  },
  {
    id: 'EX-12',
    sent: under({ extensions: [ext.noAuthority()] }),
    expected: chained,
    turnedBy: ['ignores-basic-constraints'],
  },
  {
    id: 'EX-13',
    sent: under({ extensions: [ext.authority(), ext.keyUsage(0x02)] }),
    expected: chained,
    turnedBy: ['ignores-cert-sign-usage'],
  },
  {
    id: 'EX-14',
    sent: [leaf({ issuer: underNarrow }), underNarrow, narrow],
    expected: chained,
    turnedBy: ['ignores-path-length'],
  },
  {
    id: 'a self-issued certificate under pathLenConstraint 0',
    sent: [leaf({ issuer: narrowAgain }), narrowAgain, narrow],
    expected: 'accepted',
    turnedBy: ['reads-first-path-only'],
  },
  {
    id: 'EX-15',
    sent: [leaf({ issuer: underNarrowRoot }), underNarrowRoot],
    anchors: [narrowRoot],
    expected: chained,
    turnedBy: ['ignores-path-length'],
  },
  {
    id: 'EX-16',
    sent: under({ version: 0, extensions: null }),
    expected: chained,
    turnedBy: ['ignores-basic-constraints'],
  },
  {
    id: 'EX-17',
    sent: chain({ version: 0, extensions: null }),
    expected: 'name bad_certificate',
    turnedBy: ['name-check-ignored', 'common-name-fallback', 'common-name-without-san'],
  },
  { id: 'EX-18', sent: [leafWith(ext.authority()), intermediate], expected: 'accepted', turnedBy: [] },
  {
    id: 'EX-19',
    sent: [leafWith(unknownExtension(true)), intermediate],
    expected: 'usage bad_certificate',
    turnedBy: ['ignores-critical-extensions'],
  },
  {
    id: 'EX-20',
    sent: under({ extensions: [ext.authority(), unknownExtension(true)] }),
    expected: 'usage bad_certificate',
    turnedBy: ['ignores-critical-extensions'],
  },
  {
    id: 'EX-21',
    sent: [leafWith(unknownExtension(false)), intermediate],
    expected: 'accepted',
    turnedBy: ['refuses-unknown-extensions'],
  },
  {
    id: 'EX-22',
    sent: [leafWith(named('other.lab.test')), intermediate],
    expected: chained,
    turnedBy: ['accepts-duplicate-extensions'],
  },
  {
    id: 'EX-23',
    sent: under(constrained({ permitted: [dns('other.test')] })),
    expected: chained,
    turnedBy: [ignoring],
  },
  { id: 'EX-24', sent: under(constrained({ excluded: [dns('lab.test')] })), expected: chained, turnedBy: [ignoring] },
  {
    id: 'EX-25',
    sent: under(constrained({ permitted: [dns('LAB.test')] })),
    expected: 'accepted',
    turnedBy: ['refuses-name-constraints'],
  },
  {
    id: 'EX-26',
    only: 'https',
    sent: under(constrained({ excluded: [dns('bad.lab.test')] }), naming(dns('*.lab.test'))),
    expected: chained,
    turnedBy: [ignoring, 'overlooks-wildcards-in-constraints'],
  },
  {
    id: 'EX-27',
    only: 'sip',
    sent: under(constrained({ permitted: [uri('.other.test')] }), naming(uri(`sip:${host}`))),
    expected: chained,
    turnedBy: [ignoring],
  },
  {
    id: 'a sip: URI under a constraint that its host would keep',
    only: 'sip',
    sent: under(constrained({ permitted: [uri(host)] }), naming(uri(`sip:${host}`))),
    expected: chained,
    turnedBy: [ignoring],
  },
  {
    id: 'EX-28',
    sent: under(constrained({ permitted: [network('10.0.0.0', '255.0.0.0')] }), naming(dns(host), ip('192.0.2.10'))),
    expected: chained,
    turnedBy: [ignoring],
  },
  {
    id: 'EX-29',
    sent: under(constrained({ permitted: [dns('other.test')] }, false)),
    expected: chained,
    turnedBy: [ignoring],
  },
  {
    id: 'constraints of the root',
    sent: [leaf({ issuer: constrainedRoot })],
    anchors: [constrainedRoot],
    expected: chained,
    turnedBy: [ignoring],
  },
  {
    id: 'another directory',
    sent: under(constrained({ permitted: [directory(distinguishedName(['2.5.4.10', 'Other']))] })),
    expected: chained,
    turnedBy: [ignoring],
  },
  {
    id: 'an excluded mailbox',
    sent: under(constrained({ excluded: [mail('.lab.test')] }), naming(dns(host), mail('a@mx.lab.test'))),
    expected: chained,
    turnedBy: [ignoring],
  },
  {
    id: 'a constraint on a form that is not processed',
    sent: under(constrained({ excluded: [other()] }), naming(dns(host), other())),
    expected: chained,
    turnedBy: [ignoring],
  },
  {
    id: 'constraints on other forms',
    sent: under(constrained({ permitted: [mail('other.test'), uri('other.test')] })),
    expected: 'accepted',
    turnedBy: ['refuses-name-constraints'],
  },
  {
    id: 'EX-30',
    sent: chain({ subject: commonName('x'), extensions: [extension('2.5.29.17', set(dns(host))), forServers] }),
    expected: chained,
    turnedBy: ['accepts-malformed-names'],
  },
  {
    id: 'EX-31',
    sent: [leaf({ issuer: demanding }), demanding],
    expected: chained,
    turnedBy: ['ignores-policy-constraints'],
  },
  {
    id: 'the policy that an authority requires',
    sent: [leaf({ issuer: demanding, extensions: [named(host), forServers, ext.policies('1.2.3')] }), demanding],
    expected: 'accepted',
    turnedBy: [],
  },
  {
    id: 'EX-32 zero',
    sent: chain({ serial: Buffer.of(0) }),
    expected: chained,
    turnedBy: ['accepts-malformed-certificates'],
  },
  {
    id: 'EX-32 negative',
    sent: chain({ serial: Buffer.of(0x80, 1) }),
    expected: chained,
    turnedBy: ['accepts-malformed-certificates'],
  },
  {
    id: 'EX-32 long',
    sent: chain({ serial: Buffer.alloc(21, 1) }),
    expected: chained,
    turnedBy: ['accepts-malformed-certificates'],
  },
  {
    id: 'EX-34',
    sent: [leafWith(unknownExtension(false, 20_480)), intermediate],
    expected: 'accepted',
    turnedBy: ['refuses-large-certificates', 'refuses-unknown-extensions'],
  },
  { id: 'names under no constraint', sent: dnsNames(host), expected: 'accepted', turnedBy: ['requires-common-name'] },
  {
    id: 'extensions in version 1',
    sent: chain({ version: 0 }),
    expected: chained,
    turnedBy: ['accepts-malformed-certificates'],
  },
  {
    id: 'an uploaded root of version 1',
    sent: [leaf({ issuer: make({ subject: commonName('Old'), key: 'Old' }) })],
    anchors: [make({ subject: commonName('Old'), key: 'Old', version: 0, extensions: null })],
    expected: 'chain unknown_ca',
    turnedBy: ['trusts-uploaded-leaf-as-authority'],
  },
];
