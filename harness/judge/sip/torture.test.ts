import { expect, test } from '@playwright/test';
import type { ApplicationData, Connection, Evidence, TlsMessage } from '../../evidence.ts';
import type { Finding, Judge, JudgeContext } from '../../requirement.ts';
import { octetsOf } from '../../wire/sip/torture/notation.ts';
import { type TortureName, tortureMessages } from '../../wire/sip/torture/torture-messages.ts';
import { attempt, evidence, registered } from '../evidence.sample.ts';
import {
  answers,
  declines,
  drops,
  reads,
  readsAndDeclines,
  refuses,
  refusesOrDrops,
  refusesWith,
} from './torture/answer.ts';
import { answersBoth, closes, waitsForBody } from './torture/stream.ts';

const mark = 'a1b2c3';
const sentAt = 20;

interface Seen {
  /** Final status of the OPTIONS in front of the message and behind it; null: none. */
  before?: number | null;
  after?: number | null;
  /** Responses to the message, in order. */
  answers?: string[];
  /** Statuses of INVITE and BYE of the call behind it. */
  call?: [number, number];
  /** The same of an INVITE that only rang. */
  rang?: true;
  /** Ms of the attempt; well beyond the window when left out. */
  lasted?: number;
  closed?: Connection['closed'];
  messages?: TlsMessage[];
}

const said = (from: ApplicationData['from'], at: number, text: string): ApplicationData => {
  const [, first = ''] = /^(?:SIP\/2\.0 )?(\S+)/.exec(text) ?? [];
  return { at, from, bytes: text.length, kind: `SIP ${first}`, text };
};
const asked = (at: number, method: string, id: string): ApplicationData =>
  said(
    'lab',
    at,
    `${method} sip:d SIP/2.0\r\nVia: SIP/2.0/TLS b;branch=z9hG4bK${id}\r\nCall-ID: ${id}\r\nCSeq: 1 ${method}\r\n\r\n`,
  );
const replied = (at: number, status: number, method: string, id: string): ApplicationData =>
  said(
    'device',
    at,
    `SIP/2.0 ${status} X\r\nVia: SIP/2.0/TLS b;branch=z9hG4bK${id}\r\nCall-ID: ${id}\r\nCSeq: 1 ${method}\r\n\r\n`,
  );

/** A response to the message: what it must repeat, in other spelling than the message has. */
const response = (name: TortureName, status: number, method: string, without = ''): string => {
  const pieces = (tortureMessages[name].repeats ?? []).filter((piece) => piece !== without);
  return `SIP/2.0 ${status} X\r\nVia: SIP/2.0/TLS x;${pieces.join(';')}\r\nCall-ID: x${mark}\r\nCSeq: 1 ${method}\r\n\r\n`;
};

function connectionOf(name: TortureName, seen: Seen): Connection {
  const { before = 200, after = 200, answers: told = [], call } = seen;
  const text = octetsOf(tortureMessages[name].text, { contact: 'sip:d', mark }).toString('latin1').slice(0, 4096);
  return registered({
    application: [
      ...registered().application,
      asked(10, 'OPTIONS', `before-${mark}`),
      ...(before === null ? [] : [replied(11, before, 'OPTIONS', `before-${mark}`)]),
      said('lab', sentAt, text),
      ...told.map((one, at) => said('device', 30 + at, one)),
      asked(40, 'OPTIONS', `after-${mark}`),
      ...(after === null ? [] : [replied(41, after, 'OPTIONS', `after-${mark}`)]),
      ...(call ? [asked(50, 'INVITE', `call-${mark}`), replied(51, call[0], 'INVITE', `call-${mark}`)] : []),
      ...(call ? [replied(52, call[1], 'BYE', `call-${mark}`)] : []),
      ...(seen.rang ? [asked(50, 'INVITE', `call-${mark}`), replied(51, 180, 'INVITE', `call-${mark}`)] : []),
    ],
    messages: seen.messages ?? [],
    closed: seen.closed ?? { by: 'open', how: 'none', at: null },
  });
}

const contextOf = (name: TortureName): JudgeContext => ({
  requirement: 'TORT-01',
  service: 'sip',
  trust: 'M2',
  case: {
    id: 'RFC4475/X',
    title: 'x',
    requirement: 'TORT-01',
    serves: { sip: `torture-${name}` },
    expect: { M2: 'accept' },
  },
});

const of = (connections: Connection[], lasted = 2000): Evidence =>
  evidence({ attempts: [attempt('control-before', [registered()]), attempt('case', connections, { lasted })] });

const judge = (by: Judge, name: TortureName, seen: Seen): Finding =>
  by(of([connectionOf(name, seen)], seen.lasted), contextOf(name));

const rows: [string, Judge, TortureName, Seen, Finding['verdict'], RegExp?][] = [
  ['read', reads, 'lwsdisp', { answers: [response('lwsdisp', 404, 'OPTIONS')] }, 'pass'],
  ['taken for malformed', reads, 'lwsdisp', { answers: [response('lwsdisp', 400, 'OPTIONS')] }, 'fail'],
  ['choked on', reads, 'lwsdisp', { answers: [response('lwsdisp', 500, 'OPTIONS')] }, 'fail'],
  ['left alone', reads, 'lwsdisp', {}, 'fail', /no final response/],
  ['ringing for ever', reads, 'esc01', { answers: [response('esc01', 180, 'INVITE')] }, 'fail', /no final/],
  ['a tag lost', reads, 'lwsdisp', { answers: [response('lwsdisp', 200, 'OPTIONS', 'tag=323')] }, 'fail', /tag=323/],
  ['taken for a hop', reads, 'zeromf', { answers: [response('zeromf', 483, 'OPTIONS')] }, 'fail'],
  ['registered', declines, 'regaut01', { answers: [response('regaut01', 200, 'REGISTER')] }, 'fail', /not declined/],
  ['declined', declines, 'regaut01', { answers: [response('regaut01', 405, 'REGISTER')] }, 'pass'],
  ['another status', refusesWith(420), 'bext01', { answers: [response('bext01', 200, 'OPTIONS')] }, 'fail'],
  ['the status', refusesWith(420), 'bext01', { answers: [response('bext01', 420, 'OPTIONS')] }, 'pass'],
  ['refused', refuses, 'badinv01', { answers: [response('badinv01', 400, 'INVITE')] }, 'pass'],
  ['taken', refuses, 'badinv01', { answers: [response('badinv01', 200, 'INVITE')] }, 'fail', /not refused/],
  [
    'the goodbye is no answer',
    refuses,
    'badinv01',
    { answers: [response('badinv01', 200, 'BYE')] },
    'fail',
    /no final/,
  ],
  ['dropped as it may be', refusesOrDrops, 'insuf', {}, 'pass'],
  ['rung for nobody', refusesOrDrops, 'insuf', { answers: [response('insuf', 180, 'INVITE')] }, 'fail'],
  ['read liberally', answers, 'baddate', { answers: [response('baddate', 200, 'INVITE')] }, 'pass'],
  ['a response dropped', drops, 'bigcode', {}, 'pass'],
  [
    'a response answered',
    drops,
    'bigcode',
    { answers: [response('bigcode', 400, 'INVITE')] },
    'fail',
    /never answered/,
  ],
  // alive
  ['silent behind it', drops, 'bigcode', { after: null }, 'fail', /no answer to the OPTIONS behind it/],
  [
    'gone',
    drops,
    'bigcode',
    { after: null, closed: { by: 'device', how: 'rst', at: 30 } },
    'fail',
    /ended the connection/,
  ],
  ['confused', drops, 'bigcode', { after: 500 }, 'fail', /answered 500/],
  ['busy', drops, 'bigcode', { after: 486 }, 'pass'],
  ['no OPTIONS known', drops, 'bigcode', { before: 405, after: 405 }, 'pass'],
  ['called', drops, 'bigcode', { call: [200, 200] }, 'pass'],
  ['takes no call', drops, 'bigcode', { call: [500, 200] }, 'fail', /call behind it came to 500/],
  ['busy before and no more', drops, 'bigcode', { before: 486, after: 200 }, 'pass'],
  ['not to be disturbed', drops, 'bigcode', { call: [603, 200] }, 'inconclusive', /came to 603/],
  ['no media in clear', drops, 'bigcode', { call: [488, 200] }, 'pass'],
  ['rings for the call', drops, 'bigcode', { rang: true }, 'pass'],
  ['call ended by itself', drops, 'bigcode', { call: [200, 481] }, 'pass'],
  ['never answered', drops, 'bigcode', { before: null, after: null }, 'inconclusive', /in front of/],
  ['not waited for', drops, 'bigcode', { after: null, lasted: 700 }, 'inconclusive', /660 ms only/],
  ['answer not waited for', reads, 'lwsdisp', { lasted: 700 }, 'inconclusive', /680 ms only/],
  [
    'ended by the lab',
    drops,
    'bigcode',
    { after: null, closed: { by: 'lab', how: 'fin', at: 30 } },
    'inconclusive',
    /the lab ended/,
  ],
  // answers that are about something else
  ['busy', refuses, 'badinv01', { answers: [response('badinv01', 486, 'INVITE')] }, 'inconclusive', /nothing of/],
  ['media unwanted', refuses, 'multi01', { answers: [response('multi01', 488, 'INVITE')] }, 'inconclusive'],
  [
    'rung and cancelled',
    refuses,
    'badinv01',
    { answers: [response('badinv01', 180, 'INVITE'), response('badinv01', 487, 'INVITE')] },
    'fail',
    /it rang/,
  ],
  [
    'rung and cancelled',
    refusesOrDrops,
    'insuf',
    { answers: [response('insuf', 180, 'INVITE'), response('insuf', 487, 'INVITE')] },
    'fail',
  ],
  ['declined unread', refusesWith(415), 'invut', { answers: [response('invut', 603, 'INVITE')] }, 'inconclusive'],
  [
    'no OPTIONS known',
    refusesWith(420),
    'bext01',
    { before: 405, after: 405, answers: [response('bext01', 405, 'OPTIONS')] },
    'inconclusive',
    /every OPTIONS/,
  ],
  ['overloaded', reads, 'esc01', { answers: [response('esc01', 503, 'INVITE')] }, 'pass'],
];
for (const [what, by, name, seen, verdict, told] of rows) {
  test(`${name}, ${what}: ${verdict}`, () => {
    const finding = judge(by, name, seen);

    expect(finding.verdict, finding.seen).toBe(verdict);
    expect(finding.seen).toMatch(told ?? /./);
  });
}

test('an answer that is longer than what is kept of it is found, and nothing is missed in it', () => {
  const long = `SIP/2.0 200 OK\r\nCall-ID: x${mark}\r\nCSeq: 60 OPTIONS\r\nAllow: ${'OPTIONS, '.repeat(500)}`.slice(
    0,
    4096,
  );

  expect(judge(reads, 'lwsdisp', { answers: [long] }).verdict).toBe('pass');
  expect(judge(reads, 'lwsdisp', { answers: [long.replace('200 OK', '400 No')] }).verdict).toBe('fail');
});

test('From is repeated in another spelling', () => {
  const from = 'From: <sip:null-%00-null@example.com>;TAG=839923423';
  const via = `Via: SIP/2.0/TLS host5.example.com;branch=z9hG4bKkdjuw${mark}`;
  const answer = `SIP/2.0 405 No\r\n${via}\r\n${from}\r\nCall-ID: x${mark}\r\nCSeq: 14398234 REGISTER\r\n\r\n`;

  expect(judge(readsAndDeclines, 'escnull', { answers: [answer] })).toMatchObject({ verdict: 'pass' });
});

test('two requests of one piece are answered once each', () => {
  const register = response('dblreq', 405, 'REGISTER');
  const invite = response('dblreq', 486, 'INVITE');

  expect(judge(answersBoth, 'dblreq', { answers: [register, invite] }).verdict).toBe('pass');
  expect(judge(answersBoth, 'dblreq', { answers: [register] }).seen).toContain('INVITE 0 times');
  expect(judge(answersBoth, 'dblreq', { answers: [register, invite, invite] }).verdict).toBe('fail');
});

test.describe('a body that comes late', () => {
  const rest = (at: number): TlsMessage[] => [
    { at, from: 'lab', type: 'application_data', bytes: 9850, encrypted: true },
  ];
  const answered = [response('clerr', 200, 'INVITE')];

  test('is waited for', () => {
    expect(judge(waitsForBody, 'clerr', { answers: answered, messages: rest(25) }).verdict).toBe('pass');
  });

  test('is not waited for: fail', () => {
    const finding = judge(waitsForBody, 'clerr', { answers: answered, messages: rest(35) });

    expect([finding.verdict, finding.seen]).toEqual(['fail', expect.stringContaining('still due')]);
  });

  test('is too long, and that is said at once', () => {
    const tooLong = [response('clerr', 413, 'INVITE')];

    expect(judge(waitsForBody, 'clerr', { answers: tooLong, messages: rest(35) }).verdict).toBe('pass');
  });

  test('holds a request that is answered: fail', () => {
    const { application, ...more } = connectionOf('clerr', { answers: answered, messages: rest(25) });
    const smuggled = replied(28, 200, 'OPTIONS', `inside-${mark}`);
    const finding = waitsForBody(of([{ ...more, application: [...application, smuggled] }]), contextOf('clerr'));

    expect([finding.verdict, finding.seen]).toEqual(['fail', expect.stringContaining('in the body')]);
  });
});

test.describe('a connection that can not be followed', () => {
  const closed = (by: 'device' | 'lab' | 'open'): Connection['closed'] => ({ by, how: 'fin', at: 30 });
  const behind: Seen = { after: null };

  for (const [by, verdict] of [
    ['device', 'pass'],
    ['open', 'fail'],
    ['lab', 'inconclusive'],
  ] as const) {
    test(`closed by ${by}: ${verdict}`, () => {
      expect(judge(closes, 'ncl', { ...behind, closed: closed(by) }).verdict).toBe(verdict);
    });
  }

  test('taken before it is closed: fail', () => {
    const taken = { ...behind, answers: [response('ncl', 200, 'INVITE')], closed: closed('device') };

    expect(judge(closes, 'ncl', taken).verdict).toBe('fail');
  });

  test('for ever: fail', () => {
    const first = connectionOf('ncl', { ...behind, closed: closed('device') });
    const attempts = [attempt('control-before', [registered()]), attempt('case', [first]), attempt('case', [])];

    expect(closes(evidence({ attempts }), contextOf('ncl'))).toMatchObject({ verdict: 'fail' });
    const late = [...attempts, attempt('control-after', [registered()])];
    expect(closes(evidence({ attempts: late }), contextOf('ncl'))).toMatchObject({ verdict: 'inconclusive' });
  });
});
