import { expect, test } from '@playwright/test';
import { lacks } from '../../harness/lab/peers/testing.ts';
import { calledByHand, certifiedAs } from './by-hand.ts';
import { certified, measured } from './measured.ts';
import { certify, onlyLocal, told, type SelfcheckRow } from './certify.ts';

onlyLocal('third parties are judged the same in every runtime');

const verdictsOf = (rows: readonly SelfcheckRow[], id: string) =>
  rows.filter((row) => row.requirement === id && row.verdict !== 'not-applicable').map((row) => row.verdict);

const byCase = (rows: readonly SelfcheckRow[], id: string): Record<string, string> =>
  Object.fromEntries(rows.filter((row) => row.requirement === id).map((row) => [row.case ?? '', row.verdict]));

test('baresip 1.0.0 is blamed for the certificates that it accepts, and not for its SRTP', async () => {
  const { exit, rows } = await certify('baresip', [
    '--dut',
    'baresip',
    '--grep',
    'CERT-03|SRTP-0[14]|SDES-0[13]|SDES-13|SDES-37|TLSX-15',
  ]);

  expect(exit).toBe(1);
  expect(new Set(verdictsOf(rows, 'CERT-03'))).toEqual(new Set(['fail', 'observed']));
  expect(verdictsOf(rows, 'SRTP-01')).toEqual(['pass', 'pass']);
  expect(verdictsOf(rows, 'SRTP-04')).toEqual(['pass']);
  expect(verdictsOf(rows, 'SDES-01')).toEqual(['pass']);
  // It goes on in clear: behind an answer without crypto, and where it cannot read the only crypto line.
  expect(byCase(rows, 'SDES-03')).toEqual({ 'SDES-03/NO-CRYPTO': 'fail', 'SDES-03/GARBAGE': 'pass' });
  expect(byCase(rows, 'SDES-13')).toEqual({ 'SDES-13/EMPTY': 'fail' });
  // Over TCP it writes the same crypto lines as over TLS.
  expect(byCase(rows, 'SDES-37')).toEqual({
    'SDES-37/MANDATORY': 'fail',
    'SDES-37/OPTIONAL': 'fail',
    'SDES-37/CALLED': 'fail',
  });
  expect(verdictsOf(rows, 'TLSX-15')).toEqual(['pass', 'pass']);
});

/** The examples of docs/drivers.md. */
const clients = [
  { tool: 'curl', example: 'docs/examples/curl-device.mjs' },
  { tool: 'gnutls-cli', example: 'docs/examples/gnutls-device.mjs' },
] as const;

for (const { tool, example } of clients) {
  const run = () => {
    const device = ['--dut', 'command', '--command', `node ${example}`, '--slots', '4', '--record-only'];
    return certify(tool, [
      ...device,
      '--area',
      'certificates,identity,tls',
      '--grep',
      'over provisioning|NAME-05|TLSV-05',
    ]);
  };

  test.describe(tool, () => {
    test.skip(lacks(tool), `${tool} is not installed`);

    test('every verdict about a server certificate is what it does when it is called by hand', async () => {
      const { rows } = await run();
      const byHand = await calledByHand(tool);

      expect(Object.keys(byHand).length).toBeGreaterThan(100);
      expect(certifiedAs(rows, byHand)).toEqual(byHand);
    });

    test('every verdict about a deviating server is what its stack was measured to do, and what that is worth', async () => {
      const byStack = measured(tool);

      expect(Object.keys(byStack).length).toBeGreaterThan(100);
      expect(certified(await run(), byStack)).toEqual(byStack);
    });

    test('each of its rows is decided, and what is asked of a SIP device is not applicable', async () => {
      const { rows } = await run();
      const undecided = rows.filter((row) => ['error', 'inconclusive', 'not-run'].includes(row.verdict));
      const ofSip = rows.filter((row) => row.service === 'sip').map((row) => row.verdict);

      expect(told(undecided)).toEqual([]);
      expect(new Set(ofSip)).toEqual(new Set(['not-applicable']));
      expect(new Set(verdictsOf(rows, 'MTLS-01'))).toEqual(new Set(['pass']));
    });
  });
}
