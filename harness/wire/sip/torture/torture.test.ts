import { expect, test } from '@playwright/test';
import { octetsOf } from './notation.ts';
import { tortureMessages } from './torture-messages.ts';

const made = { contact: 'sip:device@192.0.2.99;transport=tls', mark: 'M4RK' };
const headOf = (octets: Buffer): string => octets.toString('latin1', 0, octets.indexOf('\r\n\r\n') + 2);
const lengthsIn = (head: string): string[] =>
  [...head.matchAll(/\r\n(?:content-length|l)[ \t]*:[ \t]*(\S+)/gi)].map(([, value]) => value ?? '');

/** Whose length is what they are about, and the two that are one piece. */
const otherwise: Record<string, string[]> = { clerr: ['9999'], ncl: ['-999'], mcl01: ['13', '5'], dblreq: ['0'] };

for (const [name, { text, repeats = [] }] of Object.entries(tortureMessages)) {
  test(`${name} has the length that the RFC counts, and is marked`, () => {
    const octets = octetsOf(text, made);
    const head = headOf(octets);
    const body = octets.length - head.length - 2;

    expect(lengthsIn(head)).toEqual(otherwise[name] ?? [String(body)]);
    expect(head).not.toMatch(/[^\r]\n|<\/?(?:hex|repeat|allOneLine)|\{(?:contact|mark)\}/);
    expect(head).toContain('M4RK');
    const bare = head.replace(/\s/g, '').toLowerCase();
    expect(repeats.filter((piece) => !bare.includes(piece.toLowerCase()))).toEqual([]);
  });
}

test('the two requests of one piece are whole', () => {
  const octets = octetsOf(tortureMessages.dblreq.text, made).toString('latin1');
  const second = octets.slice(octets.indexOf('INVITE'));
  const body = second.slice(second.indexOf('\r\n\r\n') + 4);

  expect(octets).toContain('Content-Length: 0\r\n\r\n\r\nINVITE');
  expect(lengthsIn(headOf(Buffer.from(second)))).toEqual([String(body.length)]);
});

test('octets stand where the RFC prints them in hexadecimal', () => {
  const octets = octetsOf(tortureMessages.intmeth.text, made);

  expect(octets.includes(Buffer.from('"BEL:\\\x07 NUL:\\\0 DEL:\\\x7f"', 'latin1'))).toBe(true);
  expect(octets.includes(Buffer.from(':\ufeff大停電\r\n'))).toBe(true);
  expect(octets.includes(Buffer.from('="работающий";tag='))).toBe(true);
});

test('a signature is DER as long as it says', () => {
  const octets = octetsOf(tortureMessages.mpart01.text, made);
  const at = octets.indexOf('\r\n\r\n0') + 4;

  expect(octets.readUInt16BE(at + 2) + 4).toBe(octets.indexOf('\r\n--7a9cbec02ceef655--') - at);
});

test('what is no hexadecimal is not taken for octets', () => {
  expect(() => octetsOf('<hex>0</hex>', made)).toThrow('hexadecimal');
});
