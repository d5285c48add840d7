/** Single hellos, and other first bytes, each of which shows one behaviour of a listener. */
import { largeHellos, type SurveyAnswer, type SurveyProbe } from '../../../survey-facts.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { gradeOfOffer } from '../registries/offer-grades.ts';
import { contentTypes } from '../messages/records.ts';
import { suiteName } from '../registries/suites.ts';
import { uint, vector } from '../messages/writer.ts';
import { clearRequest } from './clear-request.ts';
import type { Dialler, Step } from './dialler.ts';
import { helloRecords, ssl2Hello, type HelloPlan } from './hello-plan.ts';
import { allSuites, openHello, ssl2Kinds, suitesNamed, usualHello } from './offers.ts';
import type { Eliminated } from './suites-by-elimination.ts';

const fallbackScsv = 0x5600;
const unknownVersion = 0x0305;
const segmentOctets = 1000;

/** @param spoken the versions that the listener speaks, newest first; at least one */
export async function behaviours(
  dialler: Dialler,
  spoken: readonly Eliminated[],
  serverName: string | null,
): Promise<Partial<Record<SurveyProbe, SurveyAnswer>>> {
  const found = Object.entries(stepsFor(spoken, serverName)).map(async ([probe, steps]) => {
    const { answer } = await dialler.converse(steps);
    return [probe, answer] as const;
  });
  return Object.fromEntries(await Promise.all(found));
}

function stepsFor(spoken: readonly Eliminated[], serverName: string | null): Partial<Record<SurveyProbe, Step[]>> {
  const is13 = (one: Eliminated): boolean => one.version.version === 'TLS 1.3';
  const classic = spoken.find((one) => !is13(one));
  const ordinary = ordinaryHello(spoken, serverName);
  const hello = (plan: HelloPlan): Step[] => [{ send: [helloRecords(plan)], until: 'hello' }];
  const clear = (protocol: 'sip' | 'http'): Step[] => [
    { send: [clearRequest(protocol, serverName ?? 'localhost')], until: 'quiet' },
  ];
  return {
    ssl2: [{ send: [ssl2Hello(ssl2Kinds)], until: 'hello' }],
    'max-ssl3': hello(openHello('SSL 3.0', allSuites('SSL 3.0'), serverName)),
    'max-tls10': hello(openHello('TLS 1.0', allSuites('TLS 1.0'), serverName)),
    'max-tls11': hello(openHello('TLS 1.1', allSuites('TLS 1.1'), serverName)),
    'only-rc4': hello(
      openHello(
        classic?.version.version ?? 'TLS 1.2',
        suitesNamed((name) => name.includes('RC4')),
        serverName,
      ),
    ),
    ...(classic && classicSteps(classic, serverName, hello)),
    ...fallbackStep(spoken, serverName, hello),
    grease: hello(greased(ordinary)),
    ...(ordinary.versions && {
      'both-versions': hello(ordinary),
      'unknown-version': hello({ ...ordinary, versions: [unknownVersion, ...ordinary.versions] }),
    }),
    'clear-sip': clear('sip'),
    'clear-http': clear('http'),
    ...Object.fromEntries(
      largeHellos.map((size) => [
        `large-${size}`,
        [{ send: inSegments(helloRecords({ ...ordinary, padTo: size })), until: 'hello' }],
      ]),
    ),
  };
}

/** What has a meaning up to TLS 1.2. */
function classicSteps(
  { version: { version }, suites }: Eliminated,
  serverName: string | null,
  hello: (plan: HelloPlan) => Step[],
): Partial<Record<SurveyProbe, Step[]>> {
  const plan = openHello(version, suites, serverName);
  const more = [
    { type: extensionNumbers.extended_master_secret, data: Buffer.alloc(0) },
    { type: extensionNumbers.renegotiation_info, data: Buffer.from([0]) },
    { type: extensionNumbers.session_ticket, data: Buffer.alloc(0) },
    // RFC 6520 §2: peer_allowed_to_send.
    { type: extensionNumbers.heartbeat, data: Buffer.from([1]) },
  ];
  const weakFirst = (['bad', 'doubtful', 'good'] as const).map((grade) =>
    suites.filter((one) => gradeOfOffer('suite', suiteName(one)) === grade),
  );
  const differ = weakFirst.filter((one) => one.length > 0).length > 1;
  return {
    ...(differ && { 'weak-first': hello({ ...plan, suites: weakFirst.flat() }) }),
    'unknown-legacy-version': hello({ ...plan, version: unknownVersion }),
    // DEFLATE (RFC 3749) and LZS (RFC 3943).
    compression: hello({ ...plan, compression: [1, 64, 0] }),
    features: [{ send: [helloRecords({ ...plan, more })], until: 'flight' }],
    heartbeat: [
      { send: [helloRecords({ ...plan, more })], until: 'flight' },
      { send: [oversizedHeartbeat(plan.version)], until: 'quiet' },
    ],
  };
}

/** RFC 6520 §4: type heartbeat_request and a payload of 16383 octets that are not there. */
const oversizedHeartbeat = (version: number): Buffer =>
  Buffer.concat([uint(contentTypes.heartbeat, 1), uint(version, 2), vector(2, Buffer.from([1, 0x3f, 0xff]))]);

/** RFC 7507 §3 speaks of a server that has a newer version than the hello. */
function fallbackStep(
  [, second]: readonly Eliminated[],
  serverName: string | null,
  hello: (plan: HelloPlan) => Step[],
): Partial<Record<SurveyProbe, Step[]>> {
  if (!second) return {};
  return { fallback: hello(openHello(second.version.version, [...second.suites, fallbackScsv], serverName)) };
}

/** What a client sends that knows nothing of the listener, with suites that it is known to have. */
function ordinaryHello(spoken: readonly Eliminated[], serverName: string | null): HelloPlan {
  const modern = spoken.filter(({ version: { version } }) => version === 'TLS 1.3' || version === 'TLS 1.2');
  const [newest] = spoken;
  if (modern.length === 0 && newest) return openHello(newest.version.version, newest.suites, serverName);
  const usual = usualHello(serverName);
  const had = modern.flatMap(({ suites }) => suites).filter((one) => !usual.suites.includes(one));
  return { ...usual, suites: [...usual.suites, ...had] };
}

/** RFC 8701 §3.1: suites, extensions, groups, signature algorithms, versions and key shares may all bear them. */
function greased(plan: HelloPlan): HelloPlan {
  return {
    ...plan,
    suites: [0x0a0a, ...plan.suites],
    ...(plan.versions && { versions: [0x3a3a, ...plan.versions] }),
    ...(plan.groups && { groups: [0x1a1a, ...plan.groups] }),
    ...(plan.schemes && { schemes: [...plan.schemes, 0x5a5a] }),
    ...(plan.shares && { shares: [{ group: 0x1a1a, key: Buffer.from([0]) }, ...plan.shares] }),
    more: [
      { type: 0x2a2a, data: Buffer.alloc(0) },
      { type: 0x4a4a, data: Buffer.from([0]) },
    ],
  };
}

function inSegments(bytes: Buffer): Buffer[] {
  const segments = [];
  for (let at = 0; at < bytes.length; at += segmentOctets) segments.push(bytes.subarray(at, at + segmentOctets));
  return segments;
}
