/**
 * The ladder of a connection or a call: device left, lab right, one message per 28 px in order, not to scale. 352 px
 * wide at its natural size, so that a phone needs no scaling. Symbols are drawn, so they are the same everywhere.
 */
import type { Attempt, Call, Connection } from '../../../harness/evidence.ts';
import { html, type Markup } from './markup.ts';
import { programName, size } from './words.ts';

const width = 352;
const left = 56;
const right = 296;
const step = 28;
const top = 46;
/** Longer silences than this are drawn as a break in both lifelines. */
const pause = 500;
/** A device may send without end; the page shows the start and says how much more there was. */
const most = 28;

interface Message {
  at: number;
  from: 'left' | 'right';
  label: string;
  detail: string;
  bytes: number | null;
  encrypted: boolean;
  kind: 'plain' | 'alert' | 'wrong' | 'fin';
}

export interface LadderOptions {
  title: string;
  sides: [left: string, leftUnder: string, right: string, rightUnder: string];
  messages: readonly Message[];
  /** A sentence under the last message: "nothing more in 1 s, on any transport". */
  end: string | null;
}

export function attemptLadder(attempt: Attempt, wrong: boolean): Markup | null {
  const connection = attempt.connections.at(-1);
  if (!connection) return null;
  const origin = connection.messages[0]?.at ?? connection.openedAt;
  const messages = joined([
    ...connection.messages.map((one): Message => tlsMessage(one, connection, wrong)),
    ...end(connection),
  ]);
  return ladder({
    title: `${attempt.presented.certificate} over ${attempt.service}: ${messages.map((one) => `${one.from === 'left' ? 'device' : 'lab'} ${one.label}`).join(', ')}`,
    sides: ['device', '', 'lab', `${programName(attempt.presented.program)}, ${attempt.presented.certificate}`],
    messages: messages.map((one) => ({ ...one, at: one.at - origin })),
    end: afterwards(connection.closed.by, attempt.quiet),
  });
}

/** What came of a connection, with the ms that were quiet behind it; of none nothing can be told. */
function afterwards(closedBy: Attempt['connections'][number]['closed']['by'], quiet: number): string | null {
  if (closedBy === 'open') return quiet > 0 ? `left open for ${inSeconds(quiet)}` : 'left open';
  return closedBy === 'device' && quiet > 0 ? `nothing more in ${inSeconds(quiet)}, on any transport` : null;
}

/** The same message over and over, as some rows send it, is drawn once with its number, so that what ends it is seen. */
function joined(messages: readonly Message[]): Message[] {
  const runs: { message: Message; count: number }[] = [];
  for (const message of messages) {
    const run = runs.at(-1);
    const same =
      run && (['from', 'label', 'encrypted', 'kind'] as const).every((key) => run.message[key] === message[key]);
    if (!same) runs.push({ message, count: 1 });
    else {
      run.count += 1;
      run.message = { ...run.message, bytes: (run.message.bytes ?? 0) + (message.bytes ?? 0) };
    }
  }
  return runs.map(({ message, count }) =>
    count === 1 ? message : { ...message, label: `${count} × ${message.label}`, detail: '' },
  );
}

function tlsMessage(message: Connection['messages'][number], connection: Connection, wrong: boolean): Message {
  const from = message.from === 'device' ? 'left' : 'right';
  const common = { at: message.at, from, bytes: message.bytes, encrypted: message.encrypted } as const;
  if (message.type === 'alert') {
    const alert = connection.alerts.find((one) => one.from === message.from && Math.abs(one.at - message.at) < 1);
    return {
      ...common,
      label: alert ? `Alert ${alert.code} ${alert.name}` : 'Alert',
      detail: alert ? '' : (message.detail ?? ''),
      kind: 'alert',
    };
  }
  if (message.type === 'application_data') {
    const data = connection.application.find((one) => one.from === message.from && Math.abs(one.at - message.at) < 1);
    const label = data?.text?.split(/\r?\n/)[0] ?? data?.kind ?? 'ApplicationData';
    return {
      ...common,
      label: label.replace(/ (SIP\/2\.0|HTTP\/1\.1)$|^(SIP\/2\.0|HTTP\/1\.1) /g, ''),
      detail: '',
      kind: wrong && from === 'left' ? 'wrong' : 'plain',
    };
  }
  return { ...common, label: camel(message.type), detail: message.detail ?? '', kind: 'plain' };
}

function end({ closed }: Connection): Message[] {
  if (closed.by === 'open' || closed.at === null) return [];
  return [
    {
      at: closed.at,
      from: closed.by === 'device' ? 'left' : 'right',
      label: closed.how === 'rst' ? 'RST' : 'FIN',
      detail: '',
      bytes: null,
      encrypted: false,
      kind: 'fin',
    },
  ];
}

export function callLadder(call: Call, wrong: boolean): Markup {
  const messages = call.ladder.map((one): Message => ({
    at: one.at,
    from: one.from === 'device' ? 'left' : 'right',
    label: one.line.replace(/^SIP\/2\.0 | SIP\/2\.0$/g, ''),
    detail: one.from === 'proxy' ? 'proxy' : '',
    bytes: null,
    encrypted: false,
    kind: 'plain',
  }));
  const { srtp, plain, undecipherable, firstAt } = call.fromDevice;
  if (firstAt !== null) {
    const label =
      plain + undecipherable > 0
        ? `${plain} plain, ${undecipherable} unreadable, ${srtp} SRTP packets`
        : `${srtp} SRTP packets`;
    messages.push({
      at: firstAt,
      from: 'left',
      label,
      detail: '',
      bytes: null,
      encrypted: false,
      kind: wrong ? 'wrong' : 'plain',
    });
  }
  const { at, how, by } = call.ended;
  const isDrawn = call.ladder.some(({ line }) => line.startsWith(`${how} `));
  if (at !== null && !isDrawn && (how === 'BYE' || how === 'CANCEL')) {
    messages.push({
      at,
      from: by === 'device' ? 'left' : 'right',
      label: how,
      detail: '',
      bytes: null,
      encrypted: false,
      kind: 'plain',
    });
  }
  return ladder({
    title: `${call.direction} call: ${messages.map((one) => one.label).join(', ')}`,
    sides: ['device', call.devicePolicy, 'far end', call.farPolicy],
    messages: messages.sort((a, b) => a.at - b.at),
    end: null,
  });
}

export function ladder({ title, sides, messages, end: last }: LadderOptions): Markup {
  const shown = messages.slice(0, most);
  const dropped = messages.length - shown.length;
  const drawn: Markup[] = [];
  let y = top + 8;
  let encryptedFrom: number | null = null;
  let before = 0;
  for (const message of shown) {
    if (message.at - before > pause) {
      drawn.push(gap(y + step / 2 - 4, message.at - before));
      y += step;
    }
    if (message.encrypted && encryptedFrom === null) {
      encryptedFrom = y;
      drawn.push(html`<text x="${left + 8}" y="${y + 15}" class="t3">encrypted from here, shown decrypted</text>`);
      y += step - 6;
    }
    y += step;
    drawn.push(arrow(message, y));
    before = message.at;
  }
  const encryptedTo = y + 10;
  const closing = dropped > 0 ? `${dropped} more messages in the evidence` : last;
  if (closing) {
    y += step - 4;
    drawn.push(
      html`<path
          class="break"
          d="M${left - 4} ${y}l8 -4M${left - 4} ${y + 4}l8 -4M${right - 4} ${y}l8 -4M${right - 4} ${y + 4}l8 -4"
        /><text x="${(left + right) / 2}" y="${y + 3}" text-anchor="middle" class="t3">${closing}</text>`,
    );
  }
  const height = y + 18;
  const [leftName, leftUnder, rightName, rightUnder] = sides;
  const tint =
    encryptedFrom === null
      ? null
      : html`<rect
          class="secret"
          x="${left}"
          y="${encryptedFrom}"
          width="${right - left}"
          height="${encryptedTo - encryptedFrom}"
        />`;
  return html`<svg
    class="ladder"
    width="${width}"
    height="${height}"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${title}"
  >
    ${tint}
    <text x="${left}" y="13" text-anchor="middle" class="name">${leftName}</text>
    <text x="${left}" y="29" text-anchor="middle" class="t2">${leftUnder}</text>
    <text x="${right}" y="13" text-anchor="middle" class="name">${rightName}</text>
    <text x="${width}" y="29" text-anchor="end" class="t2">${fit(rightUnder, 34)}</text>
    <path class="life" d="M${left} 38V${height}M${right} 38V${height}" />
    ${drawn}
  </svg>`;
}

function arrow(message: Message, y: number): Markup {
  const [from, to] = message.from === 'left' ? [left, right] : [right, left];
  const head = message.from === 'left' ? -6 : 6;
  const label = fitWidth(message.label, right - left - 28);
  const room = right - left - 16 - widthOf(label) * 1.02;
  const mark =
    message.kind === 'wrong'
      ? html`<path class="cross" d="M${left + 8} ${y - 12}l7 7m0 -7l-7 7" />`
      : message.kind === 'alert'
        ? html`<path class="warn" d="M${left + 8} ${y - 5}l4 -8 4 8z" />`
        : null;
  const x = left + (mark ? 20 : 8);
  return html`<g class="m-${message.kind}"
    ><text x="${left - 8}" y="${y + 4}" text-anchor="end" class="t2"
      >${message.at.toFixed(message.at < 1000 ? 1 : 0)}</text
    >${mark}<text x="${x}" y="${y - 5}"
      >${label}${room > 40 && message.detail && html` <tspan class="t2">${fitWidth(message.detail.replace(/TLS_/g, ''), room)}</tspan>`}</text
    ><path class="arrow" d="M${from} ${y}H${to}" /><path
      class="head"
      d="M${to} ${y}l${head} -3.5v7z"
    />${message.bytes !== null && html`<text x="${right + 8}" y="${y + 4}" class="t2">${size(message.bytes)}</text>`}</g
  >`;
}

function gap(y: number, waited: number): Markup {
  return html`<path
      class="break"
      d="M${left - 4} ${y}l8 -4M${left - 4} ${y + 4}l8 -4M${right - 4} ${y}l8 -4M${right - 4} ${y + 4}l8 -4"
    /><text x="${(left + right) / 2}" y="${y + 3}" text-anchor="middle" class="t3"
      >${(waited / 1000).toFixed(1)} s of silence</text
    >`;
}

const camel = (type: string): string =>
  type
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** Only about so many characters fit; the whole is in the evidence. */
/** Width in px of 12 px text, near enough to keep a label between the lifelines. */
const widthOf = (text: string): number =>
  [...text].reduce((sum, character) => sum + (/[A-Z_0-9—]/.test(character) ? 7.3 : 5.6), 0);

function fitWidth(text: string, pixels: number): string {
  if (widthOf(text) <= pixels) return text;
  let kept = text;
  while (kept.length > 0 && widthOf(kept) + 8 > pixels) kept = kept.slice(0, -1);
  return `${kept}…`;
}

const fit = (text: string, characters: number): string =>
  text.length > characters ? `${text.slice(0, characters - 1)}…` : text;

const inSeconds = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 100) / 10} s`);
