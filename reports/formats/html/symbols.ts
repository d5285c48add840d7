/** The symbols: drawn once in a sprite, 14 px, in the colour of the text around them. */
import type { Verdict } from '../../../harness/verdict.ts';
import type { RunRecord } from '../../run-record.ts';
import { html, Markup } from './markup.ts';

const shapes: Record<string, string> = {
  fail: '<path fill="currentColor" fill-rule="evenodd" d="M0 0h14v14H0zM4.2 3 3 4.2 5.8 7 3 9.8 4.2 11 7 8.2 9.8 11 11 9.8 8.2 7 11 4.2 9.8 3 7 5.8z"/>',
  'fail-open':
    '<path fill="none" stroke="currentColor" stroke-width="1.3" d="M.7.7h12.6v12.6H.7z"/><path fill="none" stroke="currentColor" stroke-width="1.6" d="m4 4 6 6m0-6-6 6"/>',
  error:
    '<path fill="none" stroke="currentColor" stroke-width="1.3" stroke-linejoin="round" d="M7 1.2 13.3 12.8H.7z"/><path fill="none" stroke="currentColor" stroke-width="1.5" d="M7 5v4m0 1v1.5"/>',
  inconclusive:
    '<circle cx="7" cy="7" r="6.2" fill="none" stroke="currentColor" stroke-width="1.3"/><path fill="none" stroke="currentColor" stroke-width="1.4" d="M5 5.6c0-2.6 4-2.6 4 0C9 7 7 7 7 8.6m0 1v1.4"/>',
  'not-run': '<path fill="none" stroke="currentColor" stroke-width="1.6" d="M2 7h10"/>',
  attested:
    '<path fill="none" stroke="currentColor" stroke-width="1.7" d="m2.5 5.5 3 3.2L12 1.8"/><path fill="none" stroke="currentColor" stroke-width="1.5" d="M1.5 12.6h11"/>',
  pass: '<path fill="none" stroke="currentColor" stroke-width="1.9" d="m2 7.6 3.4 3.6L12.2 3"/>',
  observed:
    '<circle cx="7" cy="7" r="5.6" fill="none" stroke="currentColor" stroke-width="1.3"/><circle cx="7" cy="7" r="2" fill="currentColor"/>',
  'not-applicable': '<circle cx="7" cy="7.5" r="1.6" fill="currentColor"/>',
  dot: '<circle cx="7" cy="7" r="4.6" fill="currentColor"/>',
  // Observed: the same shapes, smaller and in a dashed frame, so that they are told apart without colour.
  'dot-observed':
    '<circle cx="7" cy="7" r="3.2" fill="currentColor"/><circle cx="7" cy="7" r="6.3" fill="none" stroke="currentColor" stroke-width="1" stroke-dasharray="2 2"/>',
  'ring-observed':
    '<circle cx="7" cy="7" r="2.8" fill="none" stroke="currentColor" stroke-width="1.3"/><circle cx="7" cy="7" r="6.3" fill="none" stroke="currentColor" stroke-width="1" stroke-dasharray="2 2"/>',
  ring: '<circle cx="7" cy="7" r="4" fill="none" stroke="currentColor" stroke-width="1.3"/>',
};

export const sprite = new Markup(
  `<svg class="sprite" aria-hidden="true">${Object.entries(shapes)
    .map(([name, shape]) => `<symbol id="s-${name}" viewBox="0 0 14 14">${shape}</symbol>`)
    .join('')}</svg>`,
);

export const shape = (name: string, extra = ''): Markup =>
  html`<svg class="sym ${extra}" viewBox="0 0 14 14" aria-hidden="true"><use href="#s-${name}" /></svg>`;

/** The symbol of a verdict in its colour; a fail that does not block is outlined. */
export function symbol(verdict: Verdict, blocking = true): Markup {
  return shape(verdict === 'fail' && !blocking ? 'fail-open' : verdict, `v-${verdict}`);
}

export const verdictWord: Record<Verdict, string> = {
  fail: 'fail',
  error: 'error',
  inconclusive: 'inconclusive',
  'not-run': 'not run',
  attested: 'attested',
  pass: 'pass',
  observed: 'observed',
  'not-applicable': 'not applicable',
};

export const answerVerdict: Record<RunRecord['answer'], Verdict> = {
  YES: 'pass',
  NO: 'fail',
  'CANNOT SAY': 'inconclusive',
};
