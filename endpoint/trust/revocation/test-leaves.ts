/** The outcomes of an attempt, and the certificates of a world by what they name. */
import { spawnSync } from 'node:child_process';
import { test } from '@playwright/test';
import type { IssuedCertificate } from './test-authority.ts';
import { World, type Met } from './test-world.ts';

/** What the device decides, and the code of the alert that the server gets. */
export type Outcome = Pick<Met, 'verdict' | 'alert'>;

export const good: Outcome = { verdict: 'accepted', alert: null };
export const revoked: Outcome = { verdict: 'revoked', alert: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED' };
export const badStaple: Outcome = {
  verdict: 'revocation-unknown',
  alert: 'ERR_SSL_TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE',
};
export const undetermined: Outcome = {
  verdict: 'revocation-unknown',
  alert: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
};

export const told = ({ verdict, alert }: Met): Outcome => ({ verdict, alert });

export const versions = ['TLSv1.2', 'TLSv1.3'] as const;

/** Skips where a tool is missing; in CI that is a failure. */
export function needTools(...tools: string[]): void {
  const missing = tools.filter((tool) => spawnSync(tool, ['--version']).error !== undefined);
  if (missing.length > 0 && process.env.CI) throw new Error(`${missing.join()} needed`);
  test.skip(missing.length > 0, `${missing.join()} not installed`);
}

export type Kind = 'crl' | 'ocsp' | 'both' | 'bare' | 'must';

/** Of each kind two; the second is revoked. */
export function leavesOf(world: World): Record<Kind, [IssuedCertificate, IssuedCertificate]> {
  const pair = (name: string, places: Parameters<World['leaf']>[1]): [IssuedCertificate, IssuedCertificate] => {
    const second = world.leaf(`${name}-revoked`, places);
    world.middle.revoke(second);
    return [world.leaf(name, places), second];
  };
  const both = { crl: '/middle.crl', ocsp: '/ocsp' };
  return {
    crl: pair('crl', { crl: '/middle.crl' }),
    ocsp: pair('ocsp', { ocsp: '/ocsp' }),
    both: pair('both', both),
    bare: pair('bare', {}),
    must: pair('must', { ...both, extra: ['tlsfeature=status_request'] }),
  };
}
