/** The mapping between requirements and cases, read both ways. */
import { expect, test } from '@playwright/test';
import { expectedInWords, judgesInWords } from './commands/in-words.ts';
import { currentCatalogue } from './current-catalogue.ts';
import { listing } from './listing.ts';

const entries = listing(currentCatalogue, []);
const of = (id: string) => entries.find((one) => one.id === id)!;

test('a case that two requirements judge names each with its service, and both requirements name the case', () => {
  const expired = of('DT-01');
  expect(judgesInWords(expired)).toBe('SIP CERT-03, prov PROV-03');
  expect(expectedInWords(expired.expects)).toBe('SIP, prov: M0 observe, M2 refuse');
  const by = (id: string) => of(id).expects.filter((one) => one.case === 'DT-01');
  expect(by('CERT-03').map((one) => one.service)).toEqual(['sip']);
  expect(by('PROV-03').map((one) => one.service)).toEqual(['provisioning']);
});

test('what one requirement judges over both services stands together', () => {
  expect(judgesInWords(of('KS-02'))).toBe('TLSC-21');
  expect(expectedInWords(of('KS-02').expects)).toBe('SIP, prov: M2 refuse');
});

test('rows without a pass line are observations, and so is a requirement that has no others', () => {
  expect(['KS-07/8192', 'KS-02'].map((id) => of(id).observation)).toEqual([true, false]);
  for (const one of entries.filter((entry) => entry.kind === 'requirement')) {
    const cases = one.expects.map((each) => Object.values(each.outcomes)).flat();
    expect(one.observation, one.id).toBe(cases.length > 0 && !cases.some((outcome) => outcome !== 'record'));
  }
});

test('every case is listed under each requirement that judges it, with every service that it runs over', () => {
  for (const one of entries.filter((entry) => entry.kind === 'case')) {
    const back = one.judgedBy.flatMap((id) => of(id).expects.filter((each) => each.case === one.id));
    expect(back.map((each) => each.service).sort(), one.id).toEqual(one.expects.map((each) => each.service).sort());
  }
});
