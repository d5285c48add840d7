import { expect, test } from '@playwright/test';
import { Flaws, type FlawName } from '../flaws.ts';
import { flawedLengths } from './flawed-lengths.ts';

const message = (lengths: string[], body: string): string =>
  ['OPTIONS sip:a@b SIP/2.0', ...lengths.map((length) => `Content-Length: ${length}`), '', body].join('\r\n');

function taken(text: string, ...names: FlawName[]): string {
  const flaws = new Flaws();
  flaws.set(names);
  return flawedLengths(Buffer.from(text), flaws).toString();
}

const rows: [FlawName, string, string][] = [
  ['takes-missing-content-length-for-zero', message([], ''), message(['0'], '')],
  ['takes-negative-lengths-for-zero', message(['-5'], ''), message(['0'], '')],
  ['answers-before-the-body-has-come', message(['9'], 'some'), message(['4'], 'some')],
  ['counts-characters-for-octets', message(['2'], 'éé'), message(['4'], 'éé')],
  ['takes-the-first-content-length', message(['1', '2'], 'ab'), message(['1', '1'], 'ab')],
];
for (const [flaw, sent, expected] of rows)
  test(`${flaw}: another length, and without the flaw what was sent`, () => {
    expect(taken(sent)).toBe(sent);
    expect(taken(sent, flaw)).toBe(expected);
    expect(taken('no end of a head', flaw)).toBe('no end of a head');
  });
