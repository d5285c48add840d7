import { expect, test } from '@playwright/test';
import type { Action, Attempt, Evidence } from '../../evidence.ts';
import { defineCases, defineRequirements, type Case, type Judge, type JudgeContext } from '../../requirement.ts';
import { attempt, connection, evidence, registered } from '../evidence.sample.ts';
import { everyStep } from './every-step.ts';
import { afterLapse } from './lapse.ts';
import { standingConnection } from './standing-connection.ts';
import { storedKey } from '../identity/stored-key.ts';
import { trustOutcome } from './trust-outcome.ts';

const server = trustOutcome({ of: 'server certificate' });
defineRequirements({
  'STEPS-1': { level: 'MUST', clause: '', sentence: '', risk: '', judge: server },
});
const rows = defineCases({
  uploaded: row({ before: ['refuse'], expect: { M2: 'accept' } }),
  deleted: row({ before: ['accept'], expect: { M2: 'refuse' } }),
  observed: row({ before: ['refuse'], expect: { M2: 'record' } }),
  kept: row({ before: ['accept', 'refuse'], expect: { M2: 'accept' } }),
  survives: row({ before: ['accept'], expect: { M2: 'accept' } }),
  lapsed: row({ before: ['accept'], expect: { M2: 'record' } }),
  series: row({ series: ['authorities-1', 'authorities-2'], expect: { M2: 'record' } }),
});

function row(partial: Partial<Case>) {
  return { title: 'sample', requirement: 'STEPS-1', serves: {}, expect: {}, ...partial } as const;
}

const contextOf = (one: Case): JudgeContext => ({ requirement: 'STEPS-1', case: one, service: 'sip', trust: 'M2' });
const judged = (
  judge: Judge,
  one: Case,
  attempts: Attempt[],
  actions: Action[] = [],
  partial: Partial<Evidence> = {},
) => judge(evidence({ attempts, actions, ...partial }), contextOf(one));
const verdictOf = (judge: Judge, one: Case, attempts: Attempt[], actions: Action[] = []) =>
  judged(judge, one, attempts, actions).verdict;

const control = (role: 'control-before' | 'control-after') => attempt(role, [registered()]);
const served = (certificate: string) => {
  const { presented } = attempt('case', []);
  return { presented: { ...presented, certificate } };
};
const accepts = (certificate = 'x') => attempt('case', [registered()], served(certificate));
const refuses = (certificate = 'x') => attempt('case', [connection()], served(certificate));
/** Accepts nothing at all. */
const dead = attempt('control-after', [connection()]);
const [first, last] = [control('control-before'), control('control-after')];

const upload = (said: Action['said'], reason?: string): Action => ({
  after: 0,
  what: 'trust.add',
  about: 'x.pem (pem-lf) into certs/trusted',
  said,
  ...(reason && { reason }),
});

test.describe('an upload', () => {
  test('counts where the server was refused before it and accepted after it', () => {
    expect(verdictOf(server, rows.uploaded, [first, refuses(), last, accepts()])).toBe('pass');
  });

  test('shows nothing where the server was accepted before it', () => {
    expect(verdictOf(server, rows.uploaded, [first, accepts(), accepts()])).toBe('inconclusive');
  });

  test('without effect fails, with the words of the device', () => {
    const attempts = [first, refuses(), last, refuses(), last];
    const finding = judged(server, rows.uploaded, attempts, [upload('refused', 'no PEM')]);
    expect(finding.verdict).toBe('fail');
    expect(finding.seen).toContain('refused, "no PEM"');
  });

  test('says nothing on a device that accepts no control either', () => {
    expect(verdictOf(server, rows.uploaded, [first, refuses(), last, refuses(), dead])).toBe('inconclusive');
  });

  test('is never proven by what the device says', () => {
    const attempts = [first, refuses(), last, refuses(), last];
    expect(verdictOf(server, rows.uploaded, attempts, [upload('done')])).toBe('fail');
  });

  test('is observed where no clause draws the line', () => {
    expect(judged(server, rows.observed, [first, refuses(), last, accepts()]).seen).toMatch(/^accepted/);
    expect(judged(server, rows.observed, [first, refuses(), last, refuses(), last]).seen).toMatch(/^refused/);
    expect(verdictOf(server, rows.observed, [first, accepts(), accepts()])).toBe('inconclusive');
  });

  test('is an error where an attempt is missing', () => {
    expect(verdictOf(server, rows.uploaded, [first, accepts()])).toBe('error');
  });
});

test.describe('a deletion', () => {
  test('passes where what was accepted is refused', () => {
    expect(verdictOf(server, rows.deleted, [first, accepts(), refuses(), last])).toBe('pass');
  });

  test('needs no control before it but the attempt that was made while trust stood', () => {
    const other = attempt('control-before', [connection()]);
    expect(verdictOf(server, rows.deleted, [other, accepts(), refuses(), last])).toBe('pass');
  });

  test('fails where it is still accepted, whatever came before', () => {
    expect(verdictOf(server, rows.deleted, [first, accepts(), accepts()])).toBe('fail');
    expect(verdictOf(server, rows.deleted, [first, refuses(), last, accepts()])).toBe('fail');
  });

  test('shows nothing where it was refused before', () => {
    expect(verdictOf(server, rows.deleted, [first, refuses(), last, refuses(), last])).toBe('inconclusive');
  });

  test('fails where the device goes on in a session from before', () => {
    const resumed = attempt('case', [registered({ serverChain: [] })], served('x'));
    const finding = judged(server, rows.deleted, [first, accepts(), resumed, last]);
    expect(finding.verdict).toBe('fail');
    expect(finding.seen).toMatch(/session from before/);
  });

  test('is no matter of a clock: whoever goes on in a session has been shown no date', () => {
    const resumed = attempt('case', [registered({ serverChain: [] })], served('x'));
    const clock: Action = { after: 2, what: 'clock', about: '60 days', said: 'done' };
    expect(verdictOf(server, rows.deleted, [first, accepts(), resumed, last], [clock])).toBe('inconclusive');
  });

  test('says nothing where the control behind it fails', () => {
    expect(verdictOf(server, rows.deleted, [first, accepts(), refuses(), dead])).toBe('inconclusive');
  });
});

test.describe('a change that was not made', () => {
  const change = (what: Action['what'], said: Action['said']): Action => ({ after: 2, what, about: 'x', said });

  test('blames nobody: the server is accepted still', () => {
    for (const what of ['trust.remove', 'clock', 'reset', 'validation'] as const) {
      expect(verdictOf(server, rows.deleted, [first, accepts(), accepts()], [change(what, 'failed')])).toBe(
        'inconclusive',
      );
      expect(verdictOf(server, rows.deleted, [first, accepts(), accepts()], [change(what, 'refused')])).toBe(
        'inconclusive',
      );
    }
    const notCarried = [first, refuses(), last, refuses(), last];
    expect(verdictOf(server, rows.uploaded, notCarried, [change('trust.add', 'failed')])).toBe('inconclusive');
  });

  test('proves nothing: what was kept was never put to the test', () => {
    const attempts = [first, accepts(), accepts()];
    expect(verdictOf(server, rows.survives, attempts, [change('reset', 'failed')])).toBe('inconclusive');
    expect(verdictOf(server, rows.survives, attempts, [change('reset', 'done')])).toBe('pass');
    expect(verdictOf(server, rows.lapsed, attempts, [change('clock', 'failed')])).toBe('inconclusive');
    expect(verdictOf(afterLapse({ of: 'certificate' }), rows.lapsed, attempts, [change('clock', 'failed')])).toBe(
      'inconclusive',
    );
  });

  test('is no matter where the wire shows that it was made all the same', () => {
    const gone = [first, accepts(), refuses(), last];
    expect(verdictOf(server, rows.deleted, gone, [change('trust.remove', 'failed')])).toBe('pass');
    const taken = [first, refuses(), last, accepts()];
    expect(verdictOf(server, rows.uploaded, taken, [change('trust.add', 'failed')])).toBe('pass');
  });
});

test.describe('rows in which every attempt is judged', () => {
  const kept = everyStep();
  const good = [first, accepts('good'), refuses('x'), last, accepts('good')];

  test('pass where each came to what it should', () => {
    expect(verdictOf(kept, rows.kept, good)).toBe('pass');
  });

  test('fail where a stranger is accepted in the middle', () => {
    expect(verdictOf(kept, rows.kept, [first, accepts('good'), accepts('x'), accepts('good')])).toBe('fail');
  });

  test('fail where the good one is refused at the end, and accepted once all is restored', () => {
    const lost = [first, accepts('good'), refuses('x'), last, refuses('good'), last];
    expect(verdictOf(kept, rows.kept, lost)).toBe('fail');
    expect(verdictOf(kept, rows.kept, [...lost.slice(0, -1), dead])).toBe('inconclusive');
  });

  test('fail where the device took in silence what it should have refused with an error', () => {
    const limit = everyStep({ mustRefuseLastUpload: true });
    expect(verdictOf(limit, rows.kept, good, [upload('done')])).toBe('fail');
    expect(verdictOf(limit, rows.kept, good, [upload('done'), upload('refused')])).toBe('pass');
  });

  test('say nothing of a limit where the files could not be carried to the device', () => {
    const limit = everyStep({ mustRefuseLastUpload: true });
    expect(verdictOf(limit, rows.kept, good, [upload('failed'), upload('refused')])).toBe('inconclusive');
    const short = [first, refuses('good'), last, refuses('x'), last, accepts('good')];
    expect(verdictOf(limit, rows.kept, short, [upload('failed'), upload('refused')])).toBe('inconclusive');
  });
});

test('a series tells what was accepted and what was refused', () => {
  const both = [first, accepts('authorities-1'), refuses('authorities-2'), last];
  expect(judged(server, rows.series, both)).toMatchObject({
    verdict: 'observed',
    seen: 'accepted: authorities-1; refused: authorities-2',
  });
  expect(verdictOf(server, rows.series, [first, accepts('authorities-1')])).toBe('error');
  expect(verdictOf(server, rows.series, [...both.slice(0, -1), dead])).toBe('inconclusive');
});

test.describe('a private key in the trust list', () => {
  const list = (...listed: string[]): Action => ({ after: 0, what: 'trust.list', about: '', said: 'done', listed });
  const alive = [first, accepts('good')];
  const said = (answer: Action['said'], ...later: string[]) => [
    list('lab.pem'),
    upload(answer),
    list('lab.pem', ...later),
  ];

  test('fails where the device lists it, or took it without an error', () => {
    expect(verdictOf(storedKey(), rows.kept, alive, said('refused', 'x.pem'))).toBe('fail');
    expect(verdictOf(storedKey(), rows.kept, alive, said('done'))).toBe('fail');
  });

  test('is no pass on the word of the device', () => {
    expect(verdictOf(storedKey(), rows.kept, alive, said('refused'))).toBe('observed');
  });

  test('says nothing on a device that is not well', () => {
    expect(verdictOf(storedKey(), rows.kept, [first, refuses(), last], said('refused'))).toBe('inconclusive');
    expect(verdictOf(storedKey(), rows.kept, alive, [upload('refused')])).toBe('error');
  });
});

test('what becomes of a connection is told where it stood and something was deleted', () => {
  const removal: Action = { after: 1, what: 'trust.remove', about: 'lab.pem', said: 'done' };
  const open = attempt('case', [registered({ closed: { by: 'open', how: 'none', at: null } })]);
  expect(judged(standingConnection(), rows.kept, [first, open], [removal]).seen).toMatch(/left open/);
  expect(judged(standingConnection(), rows.kept, [first, accepts()], [removal]).seen).toMatch(
    /closed by the device, -995 ms after/,
  );
  expect(verdictOf(standingConnection(), rows.kept, [first, refuses()], [removal])).toBe('inconclusive');
  expect(verdictOf(standingConnection(), rows.kept, [first, accepts()])).toBe('inconclusive');
});
