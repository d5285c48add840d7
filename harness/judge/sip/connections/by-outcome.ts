/** A requirement whose rows are judged in different ways: by what is expected of the device. */
import type { Judge } from '../../../requirement.ts';
import { namedOutcome } from '../../trust/trust-outcome.ts';

export const byOutcome =
  (judges: { accept: Judge; refuse: Judge }): Judge =>
  (evidence, context) => {
    const { row, outcome } = namedOutcome(context);
    if (outcome === 'record') throw new Error(`${row.id} is not to be told alone`);
    return judges[outcome](evidence, context);
  };
