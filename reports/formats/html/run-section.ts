/** How the run was made: programs, command, waivers, faults of the bench. */
import type { PageInput } from './input.ts';
import { html, type Markup } from './markup.ts';
import { symbol } from './symbols.ts';
import { span } from './words.ts';

export function runSection({ record }: PageInput): Markup {
  const programs = Object.entries(record.lab.programs).map(([name, version]) => `${name} ${version}`);
  const rows: [string, string][] = [
    ['Record', record.id],
    ['Started', record.startedAt],
    ['Took', span(record.durationMs)],
    ['Ringproof', record.ringproof],
    ['Lab', `${record.lab.runtime}: ${record.lab.why}; ready in ${record.lab.readyMs} ms`],
    ['Programs', programs.join(', ') || 'none'],
    ['Tests', `${record.rows.length} rows`],
    ['Command', record.command],
  ];
  return html`<section class="block" id="run">
    <h2>Run</h2>
    <dl class="list">
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd class="${name === 'Command' || name === 'Record' ? 'mono' : ''}">${value}</dd>`,
      )}
    </dl>
    ${
      record.waivers.length > 0 &&
      html`<h3>Waivers</h3>
        <div class="scroll">
          <table class="plain">
            <thead>
              <tr>
                <th scope="col">requirement</th>
                <th scope="col">state</th>
                <th scope="col">owner</th>
                <th scope="col">expires</th>
                <th scope="col">reason</th>
              </tr>
            </thead>
            <tbody>
              ${record.waivers.map(
                (waiver) =>
                  html`<tr>
                    <td class="id">${waiver.requirement}</td>
                    <td class="${waiver.state === 'applied' ? '' : 'v-fail'}">
                      ${waiver.state !== 'applied' && symbol('fail')} ${waiver.state}
                    </td>
                    <td>${waiver.owner}</td>
                    <td>${waiver.expires}</td>
                    <td>${waiver.reason}</td>
                  </tr>`,
              )}
            </tbody>
          </table>
        </div>`
    }
    ${
      record.benchFaults.length > 0 &&
      html`<h3>Faults of the bench</h3>
        <ul class="marked">
          ${record.benchFaults.map(
            (fault) =>
              html`<li>
                ${symbol('error')}<span><b>${fault.code}</b> <span class="pre">${fault.message}</span></span>
              </li>`,
          )}
        </ul>`
    }
  </section>`;
}
