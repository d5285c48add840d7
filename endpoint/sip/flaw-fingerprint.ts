/** The flaw `answers-fingerprint-too`: DTLS-SRTP is answered beside SDES, so that nobody knows by which of them the keys come. */
import { randomBytes } from 'node:crypto';
import type { Flaws } from '../flaws.ts';
import type { MediaDescription } from './sdp.ts';

/** Lines for the answer to that stream (RFC 5763 §5). */
export function fingerprintBeside(remote: MediaDescription, flaws: Flaws): string[] {
  if (!remote.fingerprint || !flaws.has('answers-fingerprint-too')) return [];
  const octets = randomBytes(32).toString('hex').toUpperCase();
  return ['a=setup:passive', `a=fingerprint:sha-256 ${octets.match(/../g)?.join(':') ?? ''}`];
}
