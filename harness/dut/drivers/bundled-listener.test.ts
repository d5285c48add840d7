/** The bundled endpoint as TLS server, opened by its driver and visited by the bench, up to the verdict. */
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { visit, type VisitRequest } from '../../bench/visit.ts';
import type { Role, Visit } from '../../evidence.ts';
import { evidence } from '../../judge/evidence.sample.ts';
import {
  visitorAccepted,
  visitorNotAuthenticated,
  visitorRefused,
  visitorRequestRefused,
} from '../../judge/listener/visitor.ts';
import { makeBench, type Bench } from '../../lab/peers/testing.ts';
import type { FaultName } from '../../pki/certificate-faults.ts';
import type { Judge, JudgeContext } from '../../requirement.ts';
import type { Driver } from '../driver.ts';
import { bundledDriver } from './bundled.ts';

const mac = '020000000001';
const context: JudgeContext = { requirement: 'MTLS-19', case: undefined, service: 'sip', trust: 'M2' };
/** For clients, from the lab's authority, in the name of the host. */
const goodVisitor: FaultName = 'client-auth-only';

let bench: Bench;
let driver: Driver;
test.describe.configure({ mode: 'default' });
test.beforeAll(async () => {
  bench = await makeBench();
  const { chainPem, keyPem } = bench.pki.deviceIdentity(mac);
  const factory = { anchors: bench.pki.anchors.factory, device: chainPem + keyPem };
  driver = bundledDriver({ folder: join(bench.folder, 'device'), mac, factory, persona: null });
  await driver.hello();
  await driver.request('trust.add', { name: 'lab.pem', pem: bench.pki.anchors.lab });
});
test.afterAll(async () => {
  await driver.close();
  bench.remove();
});

type Requires = 'off' | 'optional' | 'required';

async function listening(requireClientCertificate: Requires, flaws: string[] = []): Promise<VisitRequest['listener']> {
  await driver.request('configure', { listener: { requireClientCertificate }, vendor: { flaws } });
  const { listener } = await driver.request('state', {});
  expect(listener).toMatchObject({ host: '127.0.0.1' });
  return listener!;
}

const certificate = (fault: FaultName | null): VisitRequest['certificate'] => {
  if (fault === null) return null;
  const { chainPem, keyPem } = bench.pki.certificate(fault, 'lab.test');
  return { fault: fault === goodVisitor ? 'good' : fault, chainPem, keyPem };
};

type Stimulus = Partial<Pick<VisitRequest, 'fromDomain' | 'method' | 'version'>> & { shows: FaultName | null };

/** The cases between two good visitors with the last one's method. */
async function visited(listener: VisitRequest['listener'], ...cases: Stimulus[]) {
  const visits: (Visit & { role: Role })[] = [];
  const come = async (role: Role, { shows, ...more }: Stimulus): Promise<void> => {
    const request = { listener, certificate: certificate(shows), fromDomain: 'lab.test', window: 1000, ...more };
    visits.push({ ...(await visit(request)), role });
  };
  const { method, version } = cases.at(-1)!;
  const good = { shows: goodVisitor, method, version };
  await come('control-before', good);
  for (const one of cases) await come('case', one);
  await come('control-after', good);
  return evidence({ visits });
}

const rows: { what: string; judge: Judge; requires: Requires; cases: Stimulus[]; alert?: number; flaw?: string }[] = [
  { what: 'a good visitor', judge: visitorAccepted, requires: 'required', cases: [{ shows: goodVisitor }] },
  { what: 'a visitor that is not asked', judge: visitorAccepted, requires: 'off', cases: [{ shows: null }] },
  {
    ...{ what: 'a visitor without a certificate', judge: visitorRefused, requires: 'required', alert: 116 },
    ...{ cases: [{ shows: null }], flaw: 'listener-accepts-any-client' },
  },
  {
    ...{ what: 'the same over TLS 1.2', judge: visitorRefused, requires: 'required', alert: 40 },
    ...{ cases: [{ shows: null, version: 'TLS 1.2' }], flaw: 'listener-accepts-any-client' },
  },
  {
    ...{ what: 'a stranger', judge: visitorRefused, requires: 'required', alert: 48 },
    ...{ cases: [{ shows: 'unknown-authority' }], flaw: 'listener-accepts-any-client' },
  },
  {
    ...{ what: 'a server', judge: visitorRefused, requires: 'required', alert: 43 },
    ...{ cases: [{ shows: 'good' }], flaw: 'listener-ignores-client-usage' },
  },
  {
    ...{ what: 'a liar', judge: visitorRequestRefused, requires: 'required' },
    ...{ cases: [{ shows: goodVisitor, fromDomain: 'other.test' }], flaw: 'listener-ignores-client-identity' },
  },
  {
    ...{ what: 'nobody in particular', judge: visitorNotAuthenticated, requires: 'optional' },
    cases: [
      { shows: goodVisitor, method: 'MESSAGE', fromDomain: 'other.test' },
      { shows: null, method: 'MESSAGE' },
    ],
    flaw: 'optional-client-counts-as-authenticated',
  },
];

for (const { what, judge, requires, cases, alert, flaw } of rows) {
  test(`${what}: pass${flaw ? `, and fail with ${flaw}` : ''}`, async () => {
    const sound = await visited(await listening(requires), ...cases);
    expect(judge(sound, context)).toMatchObject({ verdict: 'pass' });
    expect(sound.visits?.findLast(({ role }) => role === 'case')?.alert?.code).toBe(alert);
    if (!flaw) return;
    const flawed = await visited(await listening(requires, [flaw]), ...cases);
    expect(judge(flawed, context)).toMatchObject({ verdict: 'fail' });
  });
}

test('the listener shows the certificate in force, and closes when it is told to', async () => {
  const listener = await listening('off');
  const open = await visited(listener, { shows: null });
  expect(open.visits?.[0]?.serverChain[0]?.sha256).toBe(bench.pki.deviceIdentity(mac).leafSha256);
  await driver.request('configure', { listener: null });
  expect((await driver.request('state', {})).listener).toBeNull();
  const closed = await visited(listener, { shows: null });
  expect(visitorAccepted(closed, context)).toMatchObject({ verdict: 'inconclusive' });
});

test('a server that was named is set aside while the domain leads to one by SRV', async () => {
  const sip = { host: '::1', port: 5071, transport: 'tls' } as const;
  const where = async (configure: Parameters<typeof driver.request<'configure'>>[1]): Promise<string> => {
    await driver.request('configure', { ...configure, dns: { address: '127.0.0.1', port: 1 } });
    await driver.request('connect', {});
    return ((await driver.request('state', {})) as { registration: { server: string } }).registration.server;
  };
  const account = { domain: '127.0.0.1', user: 'alice', password: 'secret' };
  expect(await where({ account, servers: { sip }, vendor: { clearPorts: { sip: 5060, http: 80 } } })).toBe('::1:5071');
  expect(await where({ locate: 'srv' })).toBe('127.0.0.1:5071');
  expect(await where({ locate: 'host' })).toBe('::1:5071');
});
