/** Rows of the scripted TLS server: one fault each, over both services unless said, on a device that trusts the lab. */
import type { Presentation } from '../../../harness/lab/presentation.ts';
import type { Case, Outcome } from '../../../harness/requirement.ts';
import type { TlsFaultName } from '../../../harness/wire/tls/tls-faults.ts';

type Served = Presentation & { tls: TlsFaultName };
type More = Pick<Case, 'alerts' | 'clause' | 'needs' | 'services' | 'before'>;

/** A name alone stands for the server that presents nothing else. */
const row =
  <const O extends Outcome>(outcome: O) =>
  <const R extends Case['requirement'], const M extends More = object>(
    serves: TlsFaultName | Served,
    requirement: R,
    title: string,
    more: M = {} as M,
  ) => ({
    title,
    requirement,
    serves: (typeof serves === 'string' ? { tls: serves } : serves) satisfies Served,
    expect: { M2: outcome },
    ...more,
  });

/** The device must not go on. */
export const refuses = row('refuse');
/** The device must go on. */
export const accepts = row('accept');
/** No clause draws a line: what the device does is told. */
export const tells = row('record');
