/** Dates, sizes, hashes and names as the page prints them. All times are UTC: a page reads the same everywhere. */
import type { Service, TrustMode } from '../../../harness/evidence.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export function day(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  return `${at.getUTCDate()} ${months[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()}`;
}

export const minute = (iso: string): string => iso.slice(11, 16);
export const clockTime = (iso: string): string => iso.slice(11, 23);

export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const kilo = bytes / 1024;
  return kilo < 1000 ? `${kilo < 10 ? kilo.toFixed(1) : Math.round(kilo)} KB` : `${(kilo / 1024).toFixed(1)} MB`;
}

export function span(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

export const short = (hash: string): string => (hash.length > 10 ? `${hash.slice(0, 4)}…${hash.slice(-2)}` : hash);

export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

export const anchor = (id: string): string => `r-${id.replace(/[^\w-]/g, '_')}`;

export const serviceNames: Record<Service, string> = { sip: 'SIP over TLS', provisioning: 'HTTPS provisioning' };

/** What the trust list holds: nothing is checked, authorities of the factory, the lab's as well, that one certificate. */
export const trustModeNames: Record<TrustMode, string> = { M0: 'off', M1: 'factory', M2: 'lab CA', M3: 'pinned' };

const areas: Record<string, string> = { tls: 'TLS', sip: 'SIP' };
export const areaName = (area: string): string => areas[area] ?? capital(area);

export const programName = (program: string): string =>
  ({
    kamailio: 'Kamailio',
    registrar: 'own registrar',
    'clear-registrar': 'own registrar without TLS',
    'file-server': 'own file server',
    'scripted-tls': 'scripted TLS',
    'closed-port': 'closed port',
  })[program] ?? program;
