/** What a hostile chain can make the device compute, and how deep a path may be. */
import { expect, test } from '@playwright/test';
import { Flaws } from '../flaws.ts';
import { CertificateProblem } from './problem.ts';
import { chain, forServers, host, intermediate, leaf, root, under } from './test-cases.ts';
import { authority, make, type Made } from './test-chain.ts';
import { extensions as ext, generalName } from './test-der.ts';
import { verifyServer } from './verify.ts';

const { dns } = generalName;

/** `accepted`, or the reason. */
function reason(sent: Pick<Made, 'der'>[], more: { anchors?: Made[]; maxChainDepth?: number } = {}): string {
  const pems = (more.anchors ?? [root]).map(({ der }) => der.toString('base64'));
  try {
    verifyServer({
      service: 'provisioning',
      identity: host,
      chain: sent.map(({ der }) => der),
      anchors: pems.map((text) => `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`),
      at: new Date(),
      allowWildcard: false,
      allowCommonName: false,
      maxChainDepth: more.maxChainDepth,
      flaws: new Flaws(),
    });
    return 'accepted';
  } catch (error) {
    if (!(error instanceof CertificateProblem)) throw error;
    return error.message;
  }
}

test('the depth counts the authorities above the certificate, the trusted one too', () => {
  const second = authority('Second', { issuer: intermediate });
  const sent = [leaf({ issuer: second }), second, intermediate];
  expect(reason(sent, { maxChainDepth: 3 })).toBe('accepted');
  expect(reason(sent, { maxChainDepth: 2 })).toContain('more than 2 authorities');
  expect(reason([leaf({ issuer: root })], { maxChainDepth: 1 })).toBe('accepted');
  expect(reason(chain(), { maxChainDepth: 1 })).toContain('more than 1 authorities');
  expect(reason(chain(), { maxChainDepth: 1, anchors: [intermediate] })).toBe('accepted');
});

test('thirty authorities that could each have issued each other come to an end', () => {
  const same = Array.from({ length: 30 }, () => authority('Same', { key: 'same' }));
  expect(reason([leaf({ issuer: same[0]! }), ...same])).toContain('more than 10 authorities');
});

test('more names and constraints than are compared are refused', () => {
  const names = Array.from({ length: 1000 }, (_, n) => dns(`n${n}.lab.test`));
  const constraints = Array.from({ length: 300 }, (_, n) => dns(`other${n}.test`));
  const sent = under(
    { extensions: [ext.authority(), ext.constraints({ excluded: constraints })] },
    { extensions: [ext.names(...names, dns(host)), forServers] },
  );
  expect(reason(sent)).toContain('too many names and constraints');
});

test('certificates of more than 100 KiB are refused unread', () => {
  const large = make({ issuer: intermediate, extensions: [ext.names(dns(host)), ext.subjectKey('x'.repeat(110_000))] });
  expect(reason([large, intermediate])).toContain('the peer sent certificates of');
});

test('no certificate with one flipped bit is accepted', () => {
  const { der } = leaf();
  for (let at = 0; at < der.length; at++) {
    const bent = Buffer.from(der);
    bent[at]! ^= 1 << (at % 8);
    expect(reason([{ der: bent }, intermediate]), `octet ${at}`).not.toBe('accepted');
  }
});
