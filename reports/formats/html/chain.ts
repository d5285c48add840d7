/** The certificate chain as it was read from the wire, from the authority to the leaf, on one time axis. */
import type { CertificateFacts } from '../../../harness/evidence.ts';
import { html, type Markup } from './markup.ts';
import { day } from './words.ts';

const width = 352;
const axis = { from: 8, to: 344 };
const dayLength = 24 * 3600 * 1000;

/** `clock` is the time of the run. The axis spans two months around it; longer validities are cut with arrows. */
export function chainDiagram(chain: readonly CertificateFacts[], clock: string): Markup | null {
  if (chain.length === 0) return null;
  const now = Date.parse(clock);
  const scale = { from: now - 40 * dayLength, to: now + 40 * dayLength };
  const rows = [...chain].reverse();
  const heights = 66;
  const sentence = rows.map((one) => `${nameOf(one)}, valid ${day(one.notBefore)} to ${day(one.notAfter)}`).join('; ');
  const height = rows.length * heights + 4;
  return html`<svg
    class="chain"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="Chain served, authority first: ${sentence}"
  >
    ${rows.map((one, index) => certificate(one, index * heights, now, scale, index > 0))}
  </svg>`;
}

function certificate(
  one: CertificateFacts,
  y: number,
  now: number,
  scale: { from: number; to: number },
  signed: boolean,
): Markup {
  const from = Date.parse(one.notBefore);
  const to = Date.parse(one.notAfter);
  const x = (at: number): number =>
    axis.from +
    ((Math.min(Math.max(at, scale.from), scale.to) - scale.from) / (scale.to - scale.from)) * (axis.to - axis.from);
  const wrong = now < from || now > to;
  const [x1, x2, tick] = [x(from), x(to), x(now)];
  const self =
    one.subject === one.issuer
      ? ', self-signed'
      : signed
        ? ', signed by the one above'
        : `, issuer ${nameOf({ subject: one.issuer })}`;
  return html`<g class="${wrong ? 'wrong' : ''}"
    ><text x="0" y="${y + 13}" class="name">${clip(nameOf(one), 40)}</text
    ><text x="0" y="${y + 28}" class="t2">${clip(`${one.key}, ${one.signature}${self}`, 58)}</text
    ><path
      class="valid"
      d="M${x1.toFixed(1)} ${y + 38}H${Math.max(x2, x1 + 2).toFixed(1)}"
    />${from < scale.from && html`<path class="cut" d="M${x1 - 6} ${y + 38}l6 -4v8z" />`}${to > scale.to && html`<path class="cut" d="M${x2 + 6} ${y + 38}l-6 -4v8z" />`}<path
      class="now"
      d="M${tick.toFixed(1)} ${y + 32}v12"
    /><text x="0" y="${y + 56}" class="t2 dates"
      >${wrong ? '× ' : ''}${day(one.notBefore)} to ${day(one.notAfter)}</text
    ></g
  >`;
}

const nameOf = (one: Pick<CertificateFacts, 'subject'>): string =>
  /CN\s*=\s*([^,/]+)/.exec(one.subject)?.[1] ?? (one.subject || 'no subject');
const clip = (text: string, characters: number): string =>
  text.length > characters ? `${text.slice(0, characters - 1)}…` : text;
