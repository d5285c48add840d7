/**
 * A requirement on an offer is also one on what is accepted: its rows of the scripted server, which selects what must not
 * be selected, are judged by what the device makes of that, and all other rows by the judge given.
 */
import type { Judge } from '../../requirement.ts';
import { handshakeOutcome } from './handshake-outcome.ts';

export const scriptedOr =
  (otherwise: Judge): Judge =>
  (evidence, context) =>
    (context.case?.serves.tls ? handshakeOutcome : otherwise)(evidence, context);
