/** Messages that are hard to read (RFC 4475, RFC 5118 §4), inside a verified connection: a row for each. */
import { defineCases, type Case, type RequirementId } from '../../../harness/requirement.ts';
import type { Ipv6Name } from '../../../harness/wire/sip/torture/ipv6.ts';
import { type TortureName, tortureMessages } from '../../../harness/wire/sip/torture/torture-messages.ts';
import '../requirements/messages.ts';

/** What is to be read, by its requirement. */
const accepted: Readonly<Partial<Record<RequirementId, readonly TortureName[]>>> = {
  'TORT-01': ['wsinv'],
  'TORT-02': ['intmeth'],
  'TORT-03': ['esc01'],
  'TORT-04': ['escnull'],
  'TORT-05': ['esc02'],
  'TORT-06': ['lwsdisp'],
  'TORT-07': ['longreq'],
  'TORT-08': ['dblreq'],
  'TORT-09': ['semiuri'],
  'TORT-10': ['transports'],
  'TORT-11': ['mpart01'],
  'TORT-12': ['unreason'],
  'TORT-13': ['noreason'],
  'TORT-33': ['badbranch'],
  'TORT-44': ['zeromf'],
  'TORT-49': ['inv2543'],
  'TORT-50': [
    ...(['ipv6-good', 'ipv6-bad', 'port-ambiguous', 'port-unambiguous', 'via-received-param-with-delim'] as const),
    ...(['via-received-param-no-delim', 'ipv6-in-sdp', 'mult-ip-in-header', 'mult-ip-in-sdp'] as const),
    ...(['ipv4-mapped-ipv6', 'ipv6-bug-abnf-3-colons', 'ipv6-correct-abnf-2-colons'] as const),
  ],
};

/** What is to be refused, or may be. */
const refused: Readonly<Partial<Record<RequirementId, readonly TortureName[]>>> = {
  'TORT-14': ['badinv01'],
  'TORT-15': ['clerr'],
  'TORT-16': ['ncl'],
  'TORT-17': ['scalar02'],
  'TORT-18': ['scalarlg'],
  'TORT-19': ['quotbal'],
  'TORT-20': ['ltgtruri'],
  'TORT-21': ['lwsruri'],
  'TORT-22': ['lwsstart'],
  'TORT-23': ['trws'],
  'TORT-24': ['escruri'],
  'TORT-25': ['baddate'],
  'TORT-26': ['regbadct'],
  'TORT-27': ['badaspec'],
  'TORT-28': ['baddn'],
  'TORT-29': ['badvers'],
  'TORT-30': ['mismatch01'],
  'TORT-31': ['mismatch02'],
  'TORT-32': ['bigcode'],
  'TORT-34': ['insuf'],
  'TORT-35': ['unkscm'],
  'TORT-36': ['novelsc'],
  'TORT-37': ['unksm2'],
  'TORT-38': ['bext01'],
  'TORT-39': ['invut'],
  'TORT-40': ['regaut01'],
  'TORT-41': ['multi01'],
  'TORT-42': ['mcl01'],
  'TORT-43': ['bcast'],
  'TORT-45': ['cparam01'],
  'TORT-46': ['cparam02'],
  'TORT-47': ['regescrt'],
  'TORT-48': ['sdp01'],
};

/** The device is told to register once more behind these, as the connection is gone. */
const closing: readonly TortureName[] = ['ncl', 'mcl01'];

type TortureCaseId = `RFC4475/${Uppercase<Exclude<TortureName, Ipv6Name>>}` | `RFC5118/${Uppercase<Ipv6Name>}`;

const row = (requirement: RequirementId, name: TortureName, outcome: 'accept' | 'refuse'): Omit<Case, 'id'> => ({
  title: tortureMessages[name].title,
  requirement,
  serves: { sip: `torture-${name}` },
  expect: { M2: outcome },
  services: ['sip'],
  clause: tortureMessages[name].section,
  ...(closing.includes(name) && { before: ['accept'] }),
});

const rowsOf = (names: typeof accepted, outcome: 'accept' | 'refuse') =>
  Object.entries(names).flatMap(([requirement, some]) =>
    some.map((name) => [idOf(name), row(requirement as RequirementId, name, outcome)] as const),
  );

/** `RFC4475/WSINV` */
function idOf(name: TortureName): string {
  const [rfc, number] = tortureMessages[name].section.split(' ');
  return `${rfc}${number}/${name.toUpperCase()}`;
}

export const cases = defineCases(
  Object.fromEntries([...rowsOf(accepted, 'accept'), ...rowsOf(refused, 'refuse')]) as Record<
    TortureCaseId,
    Omit<Case, 'id'>
  >,
);
