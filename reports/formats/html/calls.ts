/** The calls of a requirement: a line each, and of the one that matters what was asked for in it and what was described. */
import type { Call, CallStep, Description } from '../../../harness/evidence.ts';
import { callScripts } from '../../../harness/farend/call-scripts.ts';
import { tell } from '../../../harness/judge/media/call-part.ts';
import type { JudgedEvidence } from './attempts.ts';
import { html, type Markup } from './markup.ts';
import { symbol } from './symbols.ts';

const most = 60;

export function callTable(judged: readonly JudgedEvidence[]): Markup | null {
  const lines = judged.flatMap(({ row, evidence }) =>
    evidence.calls.filter((call) => call.role === 'case').map((call) => ({ row, call })),
  );
  if (lines.length === 0) return null;
  return html`<h4>Calls</h4>
    <div class="scroll">
      <table class="attempts">
        <thead>
          <tr>
            <th scope="col"><span class="hidden">verdict</span></th>
            <th scope="col">case</th>
            <th scope="col">direction</th>
            <th scope="col">device</th>
            <th scope="col">far end</th>
            <th scope="col">what came</th>
          </tr>
        </thead>
        <tbody>
          ${lines.slice(0, most).map(
            ({ row, call }) =>
              html`<tr class="${row.verdict === 'fail' ? 'wrong' : ''}">
                <td>${symbol(row.verdict, row.status === 'failed')}</td>
                <td class="mono">${row.case}</td>
                <td>${call.direction}</td>
                <td>${call.devicePolicy}</td>
                <td>${call.farPolicy}${deviation(call)}</td>
                <td class="told">${tell(call)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>
    ${lines.length > most && html`<p class="note">and ${lines.length - most} more</p>`}`;
}

/** What the far end did otherwise than an honest one, in the words of its script; a script that is gone by its name. */
function deviation({ script }: Call): Markup | null {
  if (script === undefined) return null;
  const known: Readonly<Record<string, { title: string }>> = callScripts;
  return html`<small class="said">${known[script]?.title ?? script}</small>`;
}

/** Null where nothing was asked for in the call and nothing was described. */
export function callDetails(call: Call): Markup | null {
  const { steps, descriptions } = call;
  if (steps.length + descriptions.length === 0) return null;
  return html`${steps.length > 0 && stepTable(steps)}
  ${
    descriptions.length > 0 &&
    html`<h4>Session descriptions <small>in order, keys masked</small></h4>
      ${descriptions.map(description)}`
  }`;
}

function stepTable(steps: readonly CallStep[]): Markup {
  return html`<h4>Steps of the call</h4>
    <div class="scroll">
      <table class="attempts steps">
        <thead>
          <tr>
            <th scope="col">step</th>
            <th scope="col">asked</th>
            <th scope="col">answer</th>
            <th scope="col" class="n">SRTP</th>
            <th scope="col" class="n">plain</th>
            <th scope="col" class="n">unreadable</th>
            <th scope="col" class="n">ms</th>
          </tr>
        </thead>
        <tbody>
          ${steps.map(
            ({ name, asked, status, fromDevice, lasted }) =>
              html`<tr>
                <td>${name}</td>
                <td>${asked ?? '–'}</td>
                <td>${asked === null ? '–' : (status ?? 'none')}</td>
                <td class="n">${fromDevice.srtp}</td>
                <td class="n">${fromDevice.plain}</td>
                <td class="n">${fromDevice.undecipherable}</td>
                <td class="n">${lasted}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

function description({ at, from, role, in: where, text, media }: Description): Markup {
  const lines = media.map(({ kind, port, profile, crypto }) =>
    port === 0 ? `${kind} refused` : `${kind} ${profile}${crypto.length > 0 ? `, ${crypto.length} crypto` : ''}`,
  );
  return html`<details class="sdp">
    <summary>
      ${at} ms: ${role} of the ${from === 'device' ? 'device' : 'far end'} in ${where}: ${lines.join('; ')}
    </summary>
    <pre>${text.replaceAll('\r\n', '\n')}</pre>
  </details>`;
}
