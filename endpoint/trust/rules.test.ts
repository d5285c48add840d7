/** Each rule of the verification by a certificate that breaks it alone, and by the flaws that let it through. */
import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { certificateFlaws } from './certificate-flaws.ts';
import { CertificateProblem } from './problem.ts';
import { host, root, type Case } from './test-cases.ts';
import { keyCases } from './test-cases-keys.ts';
import { nameCases } from './test-cases-names.ts';
import { pathCases } from './test-cases-path.ts';
import { timeCases } from './test-cases-time.ts';
import { usageCases } from './test-cases-usage.ts';
import { verifyServer } from './verify.ts';

const pem = (der: Buffer): string =>
  `-----BEGIN CERTIFICATE-----\n${der.toString('base64')}\n-----END CERTIFICATE-----\n`;

function verdict({ sent, anchors = [root], identity = host }: Case, service: 'sip' | 'https', flaw?: FlawName): string {
  const flaws = new Flaws();
  flaws.set(flaw ? [flaw] : []);
  try {
    verifyServer({
      service: service === 'sip' ? 'sip' : 'provisioning',
      identity,
      chain: sent.map(({ der }) => der),
      anchors: anchors.map(({ der }) => pem(der)),
      at: new Date(),
      allowWildcard: false,
      allowCommonName: false,
      flaws,
    });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof CertificateProblem)) throw error;
    return `${error.kind} ${error.alert}`;
  }
}

const services = ({ only }: Case): ('sip' | 'https')[] => (only ? [only] : ['sip', 'https']);
/** The flaws of this folder: those of other modules change no verdict on a certificate. */
const flawNames: FlawName[] = [
  ...(Object.keys(certificateFlaws) as (keyof typeof certificateFlaws)[]),
  'ignores-dates',
  'name-check-ignored',
  'trusts-self-signed',
  'trusts-any-authority',
  'accepts-incomplete-chain',
  'ignores-basic-constraints',
  'ignores-extended-key-usage',
  'refuses-sip-uri-names',
  'refuses-dns-names',
  'common-name-fallback',
  'wildcard-in-sip',
];

const isTurned = (one: Case, service: 'sip' | 'https', flaw: FlawName): boolean =>
  (verdict(one, service, flaw) === 'accepted') !== (one.expected === 'accepted');

/** The flaws by which the device refuses the good chain, as that of every case. */
const good = pathCases.find(({ id }) => id === 'CTL-01')!;
const refuseAll = flawNames.filter((flaw) => isTurned(good, 'sip', flaw));

test('the good chain is refused by flaws that refuse all names of a kind', () => {
  expect(refuseAll).toEqual(['refuses-dns-names']);
});

const groups = { path: pathCases, time: timeCases, names: nameCases, usage: usageCases, keys: keyCases };
for (const [group, cases] of Object.entries(groups)) {
  test.describe(group, () => {
    for (const one of cases) {
      test(`${one.id}: ${one.expected}`, () => {
        for (const service of services(one)) expect(verdict(one, service), service).toBe(one.expected);
      });

      test(`${one.id}: turned round by ${one.turnedBy.join(', ') || 'no flaw'} alone`, () => {
        const [service] = services(one) as ['sip' | 'https'];
        const others = flawNames.filter((flaw) => one.expected !== 'accepted' || !refuseAll.includes(flaw));
        const turned = others.filter((flaw) => isTurned(one, service, flaw));
        expect(turned.sort()).toEqual([...one.turnedBy].sort());
      });
    }
  });
}
