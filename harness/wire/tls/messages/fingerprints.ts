/**
 * JA3 and JA4: short names for how a ClientHello is made. Equal ones mean the same TLS stack with the same settings, so they
 * tell products and firmware apart; they are no grade. GREASE is left out of both (RFC 8701).
 */
import { createHash } from 'node:crypto';
import { alpn, type ClientHello, extension, listed } from './client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { isGrease } from '../registries/grease.ts';

const real = (numbers: readonly number[]): number[] => numbers.filter((number) => !isGrease(number));

/** MD5 over version, suites, extensions, groups and point formats as they were sent: another order is another JA3. */
export function ja3(hello: ClientHello): string {
  const types = hello.extensions.map(({ type }) => type);
  const lists = [hello.suites, types, listed(hello, 'supported_groups')].map(real);
  const fields = [[hello.legacyVersion], ...lists, listed(hello, 'ec_point_formats')];
  return createHash('md5')
    .update(fields.map((numbers) => numbers.join('-')).join(','))
    .digest('hex');
}

/** `t13d1516h2_8daaf6152771_e5627efa2ab1`, over suites and extensions in order of their numbers. */
export function ja4(hello: ClientHello): string {
  const suites = real(hello.suites);
  const types = real(hello.extensions.map(({ type }) => type));
  const named = extension(hello, 'server_name') === undefined ? 'i' : 'd';
  const counts = [suites, types].map(({ length }) => String(Math.min(length, 99)).padStart(2, '0'));
  const others = types.filter((type) => !beside.includes(type));
  const schemes = real(listed(hello, 'signature_algorithms'));
  const signing = schemes.length > 0 ? `_${hexList(schemes)}` : '';
  return [
    `t${versionOf(hello)}${named}${counts.join('')}${protocolOf(hello)}`,
    digest(suites, hexList(inOrder(suites))),
    digest(others, `${hexList(inOrder(others))}${signing}`),
  ].join('_');
}

/** They stand in the first part already. */
const beside: readonly number[] = [
  extensionNumbers.server_name,
  extensionNumbers.application_layer_protocol_negotiation,
];

const versions: Readonly<Record<number, string>> = {
  0x0304: '13',
  0x0303: '12',
  0x0302: '11',
  0x0301: '10',
  0x0300: 's3',
  0x0002: 's2',
};

/** The highest of supported_versions, else that of the hello. */
function versionOf(hello: ClientHello): string {
  const listedOnes = real(listed(hello, 'supported_versions'));
  return versions[listedOnes.length > 0 ? Math.max(...listedOnes) : hello.legacyVersion] ?? '00';
}

/** The first and the last character of the first protocol; of its hexadecimal form where one of them is no letter or digit. */
function protocolOf(hello: ClientHello): string {
  const [first] = alpn(hello);
  if (!first) return '00';
  const ends = (text: string): string => `${text.at(0)}${text.at(-1)}`;
  const plain = /^[0-9A-Za-z]{2}$/.test(ends(first));
  return ends(plain ? first : Buffer.from(first, 'latin1').toString('hex'));
}

const inOrder = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

const hexList = (numbers: readonly number[]): string =>
  numbers.map((number) => number.toString(16).padStart(4, '0')).join(',');

const digest = (counted: readonly number[], text: string): string =>
  counted.length === 0 ? '000000000000' : createHash('sha256').update(text).digest('hex').slice(0, 12);
