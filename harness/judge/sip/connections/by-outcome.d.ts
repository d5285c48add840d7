/** A requirement whose rows are judged in different ways: by what is expected of the device. */
import type { Judge } from '../../../requirement.ts';
export declare const byOutcome: (judges: { accept: Judge; refuse: Judge }) => Judge;
