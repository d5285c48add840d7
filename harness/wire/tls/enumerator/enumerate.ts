/**
 * Surveys a TLS listener by hellos of our own: versions, suites, groups, signature schemes, certificates and behaviours,
 * from SSL 2.0 to TLS 1.3. Few connections at a time, all of them bounded; what a listener does is a result, never an error.
 */
import type { CertificateFacts } from '../../../evidence.ts';
import type { ControlHandshake, TlsSurvey } from '../../../survey-facts.ts';
import { certificateFacts } from '../../x509/facts.ts';
import { behaviours } from './behaviours.ts';
import { controlHandshake } from './control-handshake.ts';
import { Dialler, OutOfTime, usualLimits, type Limits, type Target } from './dialler.ts';
import { groups13, groupsBefore13, schemes12, schemesOf13 } from './groups-and-schemes.ts';
import { helloRecords } from './hello-plan.ts';
import { usualHello } from './offers.ts';
import { renegotiates } from './renegotiation.ts';
import type { Eliminated } from './suites-by-elimination.ts';
import { eliminate } from './versions-and-suites.ts';

export interface SurveyOptions {
  target: Target;
  /** For SNI; null: none is sent. */
  serverName: string | null;
  limits?: Partial<Limits>;
}

export async function enumerate({ target, serverName, limits }: SurveyOptions): Promise<TlsSurvey> {
  const dialler = new Dialler(target, { ...usualLimits, ...limits });
  const survey: TlsSurvey = {
    at: new Date().toISOString(),
    reached: false,
    trouble: null,
    controls: { before: null, after: null },
    versions: [],
    groups: { 'TLS 1.2': [], 'TLS 1.3': [] },
    signatureSchemes: { 'TLS 1.2': [], 'TLS 1.3': [] },
    chains: [],
    ticket: null,
    probes: {},
    connections: 0,
    lasted: 0,
  };
  try {
    survey.trouble = await fill(survey, dialler, serverName);
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    survey.trouble = `the survey was not at its end when ${error.message}`;
  }
  return { ...survey, connections: dialler.connections, lasted: Math.round(dialler.lasted) };
}

/** Resolves to what keeps the listener from being surveyed at all. Throws OutOfTime. */
async function fill(survey: TlsSurvey, dialler: Dialler, serverName: string | null): Promise<string | null> {
  const door = (await dialler.ask(helloRecords(usualHello(serverName)))).answer;
  survey.reached = door.outcome !== 'unreached';
  if (!survey.reached) return `nothing listens at ${dialler.target.host}:${dialler.target.port}`;
  if (door.outcome === 'silent') return `no answer to a ClientHello within ${door.lasted} ms`;
  if (door.outcome === 'other') return `no TLS: the answer to a ClientHello is "${door.text ?? ''}"`;

  const before = await controlHandshake(dialler, serverName);
  const chains = new Chains();
  chains.add(before.chain);
  survey.controls.before = before.handshake;
  survey.ticket = before.ticket;

  const eliminated = await eliminate(dialler, serverName);
  survey.versions = eliminated.map(({ version }) => version);
  for (const { chains: shown } of eliminated) shown.forEach((chain) => chains.add(chain));
  const spoken = eliminated.filter(({ suites }) => suites.length > 0);
  if (spoken.length > 0) {
    await details(survey, dialler, spoken, serverName);
    survey.controls.after = (await controlHandshake(dialler, serverName)).handshake;
  }
  survey.chains = chains.facts();
  return spoken.length > 0 ? null : `no TLS: ${refusal(survey.controls.before)}`;
}

async function details(
  survey: TlsSurvey,
  dialler: Dialler,
  spoken: readonly Eliminated[],
  serverName: string | null,
): Promise<void> {
  const of = (name: string): Eliminated | undefined => spoken.find(({ version }) => version.version === name);
  const [newest, tls12, classic] = [of('TLS 1.3'), of('TLS 1.2'), spoken.find((one) => one !== of('TLS 1.3'))];
  const none: string[] = [];
  const [before13, in13, schemesIn12, schemesIn13, probes, renegotiation] = await Promise.all([
    classic ? groupsBefore13(dialler, classic, serverName) : none,
    newest ? groups13(dialler, newest, serverName) : none,
    tls12 ? schemes12(dialler, tls12, serverName) : none,
    newest ? schemesOf13(dialler, newest, serverName) : none,
    behaviours(dialler, spoken, serverName),
    tls12 ? renegotiates(dialler, tls12, serverName) : null,
  ]);
  survey.groups = { 'TLS 1.2': before13, 'TLS 1.3': in13 };
  survey.signatureSchemes = { 'TLS 1.2': schemesIn12, 'TLS 1.3': schemesIn13 };
  survey.probes = { ...probes, ...(renegotiation && { renegotiation }) };
}

const refusal = (control: ControlHandshake | null): string =>
  control?.reason ?? 'every ClientHello was refused, whatever it offered';

/** One chain for each leaf. */
class Chains {
  readonly #byLeaf = new Map<string, Buffer[]>();

  add(chain: Buffer[]): void {
    const leaf = chain[0]?.toString('base64');
    if (leaf !== undefined && !this.#byLeaf.has(leaf)) this.#byLeaf.set(leaf, chain);
  }

  facts(): CertificateFacts[][] {
    return [...this.#byLeaf.values()].map((chain) => chain.map(certificateFacts));
  }
}
