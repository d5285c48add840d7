/** A device that has lost its connection and comes back by itself (RFC 5626 §4.5), to a server that it verifies anew. */
import type { Judge } from '../../../requirement.ts';
export declare const comesBack: Judge;
