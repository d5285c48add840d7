import { expect, test } from '@playwright/test';
import { certificateFaults, faultNames, type CertificateFault, type FaultName } from './certificate-faults.ts';
import { verify, workbench } from './faults/testing.ts';

const host = 'sip.lab.test';
const bench = workbench();

test('every control is a fault of the catalogue', () => {
  const faults: readonly CertificateFault[] = Object.values(certificateFaults);
  const controls = faults.map(({ control }) => control ?? 'good');
  expect(controls.filter((control) => !faultNames.includes(control as FaultName))).toEqual([]);
});

test('the trust that a fault lacks makes it acceptable', () => {
  const findings = (fault: FaultName, anchor: string): unknown =>
    verify(bench, bench.pki.certificate(fault, host), host, [anchor]);
  expect(findings('factory-authority', bench.pki.anchors.factory)).toEqual([]);
  expect(findings('unknown-authority', bench.pki.anchors.unknown)).toEqual([]);
  expect(findings('self-signed', bench.pki.certificate('self-signed', host).chainPem)).toEqual([]);
});

test('OpenSSL loads whatever no entry leaves to the crafted server', () => {
  const faults: Readonly<Record<FaultName, CertificateFault>> = certificateFaults;
  const unloaded = faultNames.filter((name) => !faults[name].crafted && !bench.pki.certificate(name, host).loadable);
  expect(unloaded).toEqual([]);
});

test('no fault serves the leaf of another one', () => {
  const leaves = faultNames.flatMap((name) => bench.pki.certificate(name, host).leafSha256 ?? []);
  const twice = leaves.filter((leaf, index) => leaves.indexOf(leaf) !== index);
  expect(twice).toEqual([]);
});
