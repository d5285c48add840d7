/** The page: one file that opens from disk without a network, with or without script, and prints. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { answer } from './answer.ts';
import { areaTable } from './areas.ts';
import { certificateMatrix } from './certificates.ts';
import { chainDepthTable } from './chain-depth.ts';
import { clientHelloSection } from './client-hello.ts';
import { worstFindings } from './findings.ts';
import type { PageInput } from './input.ts';
import { listenerSection } from './listeners.ts';
import { html, Markup } from './markup.ts';
import { news, notTestedSection, untested } from './news.ts';
import { observedSection } from './observed.ts';
import { offeredAcceptedTable } from './offered-accepted.ts';
import { outcomeMatrices } from './outcome-matrices.ts';
import { requirementList } from './requirements.ts';
import { runSection } from './run-section.ts';
import { srtpMatrix } from './srtp.ts';
import { stackSection } from './stacks.ts';
import { sprite } from './symbols.ts';
import { trustFileTable } from './trust-files.ts';
import { day, minute } from './words.ts';

export type { PageInput } from './input.ts';

const asset = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
/** The script stands in an HTML file, so that it is formatted and highlighted as what it is. */
const scriptOf = (text: string): string => text.replace(/^\s*<script>|<\/script>\s*$/g, '');
const sourceHash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Without a character around the text: the policy names its hash. */
const tagged = (name: string, text: string): Markup => new Markup(`<${name}>${text}</${name}>`);

export function page(input: PageInput): string {
  const { record } = input;
  const style = asset('./style.css');
  const script = scriptOf(asset('./filter.html'));
  // Whatever a device manages to write into the page cannot run, load or restyle anything.
  const policy = `default-src 'none'; style-src ${sourceHash(style)}; script-src ${sourceHash(script)}; base-uri 'none'; form-action 'none'`;
  const matrix = certificateMatrix(input);
  const outcomes = outcomeMatrices(input);
  const offered = offeredAcceptedTable(input);
  const clientHello = clientHelloSection(input);
  const stacks = stackSection(input);
  const listeners = listenerSection(input);
  const srtp = srtpMatrix(input);
  const observed = observedSection(input);
  const links: [string, string][] = [
    ['answer', 'Answer'],
    ...(matrix ? [['certificates', 'Certificates'] as [string, string]] : []),
    ...(offered ? [['offered', 'TLS'] as [string, string]] : []),
    ...(clientHello ? [['client-hello', 'ClientHello'] as [string, string]] : []),
    ...(stacks ? [['stacks', 'Stacks'] as [string, string]] : []),
    ...(listeners ? [['listeners', 'Listeners'] as [string, string]] : []),
    ...(srtp ? [['srtp', 'SRTP'] as [string, string]] : []),
    ...(observed ? [['observed', 'Observed'] as [string, string]] : []),
    ['requirements', 'Requirements'],
    ['not-tested', 'Not tested'],
    ['run', 'Run'],
  ];
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${record.answer}: ${record.dut.name} ${record.dut.version}, Ringproof</title>
        ${tagged('style', style)}
      </head>
      <body>
        ${sprite}
        <header class="top">
          <div class="wide">
            <span><b>Ringproof</b> certification report</span
            ><span class="meta"
              >Record <code>${record.id}</code> · ${day(record.startedAt)}, ${minute(record.startedAt)} UTC ·
              <a href="run.json">JSON</a> · <a href="junit.xml">JUnit</a></span
            >
          </div>
        </header>
        <nav aria-label="Sections">
          <div class="wide">
            ${links.map(([id, name], index) => html`<a href="#${id}" class="${index === 0 ? 'here' : ''}">${name}</a>`)}
          </div>
        </nav>
        <main class="wide">
          ${answer(input)}
          <div class="first">
            ${worstFindings(input)}
            <div>
              ${areaTable(input)}
              <div class="pair small">${news(input)}${untested(input)}</div>
            </div>
          </div>
          ${matrix} ${outcomes} ${trustFileTable(input)} ${chainDepthTable(input)} ${offered} ${clientHello} ${stacks}
          ${listeners} ${srtp} ${observed} ${requirementList(input)} ${notTestedSection(input)} ${runSection(input)}
        </main>
        ${tagged('script', script)}
      </body>
    </html> `.text;
}
