import { expect, test } from '@playwright/test';
import { causeOf, findings } from './findings.ts';
import { gainOf } from '../harness/gain.ts';
import { currentCatalogue } from './current-catalogue.ts';
import type { RunRecord } from './run-record.ts';
import { faultless, sampleRun } from './sample/run.ts';

test('blocking findings come first, waived ones last, and the cause names the neighbour that is right', () => {
  const { record } = sampleRun();
  const found = findings(record, currentCatalogue.cases);
  expect(found.map((one) => [one.id, one.blocking])).toEqual([
    ['SDES-04', true],
    ['CERT-03', true],
    ['CERT-04', true],
    ['NAME-08', false],
  ]);
  expect(found[1]?.title).toBe('Accepts a server certificate that has expired over SIP');
  expect(found[1]?.cause).toContain('Only the SIP client: provisioning passes the same');
  const expired = record.requirements.find((one) => one.id === 'CERT-03');
  expect(expired && causeOf(record, expired, currentCatalogue.cases)).toContain('Also fails CERT-04, NAME-08.');
});

/** A run in which the device fails nothing but these, each in as many rows as are given. */
function failing(rows: Readonly<Record<string, number>>): RunRecord {
  const { record } = sampleRun(faultless, { waivers: [] });
  const [like] = record.rows;
  return {
    ...record,
    requirements: record.requirements.map((one) => ({ ...one, verdict: rows[one.id] ? 'fail' : 'pass' })),
    rows: Object.entries(rows).flatMap(([requirement, count]) =>
      Array.from({ length: count }, (_, at) => ({
        ...like!,
        requirement,
        case: `${requirement}/${at}`,
        verdict: 'fail' as const,
        status: 'failed' as const,
        marks: [],
      })),
    ),
  };
}

const order = (record: RunRecord): string[] => findings(record, currentCatalogue.cases).map(({ id }) => id);

test('a server that anybody can play stands before a wildcard, however many rows fail of the wildcard', () => {
  const device = { ...faultless, accepts: ['NM-06 sip', 'CH-02 sip'] };
  const { record } = sampleRun(device, { waivers: [] });
  expect(order(record)).toEqual(['CERT-01', 'NAME-08']);
  expect(order(failing({ 'NAME-08': 9, 'CERT-01': 1 }))).toEqual(['CERT-01', 'NAME-08']);
});

test('findings stand by what an attacker gains: playing the server, reading, what takes something, and so on', () => {
  const worstFirst = [
    'CERT-01', // an unknown authority
    'SDES-04', // plain RTP
    'CERT-03', // an expired certificate
    'TLSV-03', // TLS 1.0
    'TLSX-23', // a record that is too long
    'TLSV-05', // no TLS 1.2
  ];
  const rows = Object.fromEntries(worstFirst.map((id, place) => [id, place + 1]));
  expect(order(failing(rows))).toEqual(worstFirst);
});

test('what blocks stands first, whatever a warning would let an attacker do; a record without gains goes by the levels', () => {
  const record = failing({ 'TLSV-05': 1, 'PROV-02': 1 });
  const warned = record.rows.map((row) =>
    row.requirement === 'PROV-02' ? { ...row, status: 'passed' as const, marks: ['warning' as const] } : row,
  );
  expect(order({ ...record, rows: warned })).toEqual(['TLSV-05', 'PROV-02']);
  const { requirements, ...old } = failing({ 'TLSX-30': 1, 'TLSV-05': 1 });
  const before = requirements.map(({ gain: _, ...one }) => one);
  expect(order({ ...old, requirements: before })).toEqual(['TLSV-05', 'TLSX-30']);
});

/** The risk and the gain of a requirement are written by hand, each in its own words: neither may say what the other denies. */
test('no requirement whose risk is a connection that fails lets an attacker gain, and no other lets nobody gain', () => {
  const fails = /^(the device|\w+( \w+)* devices?.*|clients.*|browsers.*) cannot (connect|register|work|fetch)/;
  const attacker = /^(anybody|anyone|whoever|an attacker|everybody|every holder|the holder|the owner)\b/;
  for (const [id, requirement] of currentCatalogue.requirements) {
    const gain = gainOf(requirement);
    if (fails.test(requirement.risk)) expect([id, gain]).toEqual([id, 'interoperability']);
    if (attacker.test(requirement.risk)) expect([id, gain]).not.toEqual([id, 'interoperability']);
  }
});
