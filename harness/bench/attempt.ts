/** One attempt of the device against one service: routed, watched, and closed when nothing more can come. */
import { BenchError } from '../errors.ts';
import type { Attempt, Connection, Role, Service } from '../evidence.ts';
import { controlHeld } from '../judge/bench-part.ts';
import type { Lab, Listener } from '../lab/lab.ts';
import { countOf } from '../lab/peers/questions.ts';
import type { RevocationServer } from '../lab/peers/revocation-server.ts';
import type { ScriptState } from '../lab/peers/secure-connection.ts';
import type { Presentation } from '../lab/presentation.ts';
import { hostOf, isSpelt } from '../lab/targets.ts';
import type { Pki } from '../pki/pki.ts';
import type { Profile } from '../profiles/profile.ts';
import type { RecordedConnection, Tap } from '../tap/tap.ts';
import { transcribe } from '../tap/transcript.ts';
import { MethodError, type AttemptResult, type Driver } from '../dut/driver.ts';
import type { Resetter } from './resetter.ts';

export interface Surroundings {
  lab: Lab;
  tap: Tap;
  driver: Driver;
  profile: Profile;
  resetter: Resetter;
  pki: Pki;
  revocation: RevocationServer;
}

export interface Recorded {
  attempt: Attempt;
  connections: RecordedConnection[];
  /** What the server does beside answering the device; null: nothing. */
  script: ScriptState | null;
  /**
   * The same attempt as it looks now: what stood at its end may have been closed since. A number of ms that were quiet by now
   * takes in what the device has opened since, where no other attempt has been made.
   */
  again: (later: number | null) => Pick<Recorded, 'attempt' | 'connections'>;
}

/** How an attempt comes about. */
export interface Beginning {
  /** Resolves when nothing more has to be done for it. Rejects with MethodError where the driver broke. */
  begin(): Promise<AttemptResult>;
  /** How long the first connection is waited for, ms. */
  patience: number;
}

/** The device is told to attempt now. */
const ordered = ({ driver, profile }: Pick<Surroundings, 'driver' | 'profile'>, service: Service): Beginning => ({
  begin: () =>
    driver
      .request(service === 'sip' ? 'register' : 'provision', {}, profile.windows.attempt)
      .catch((error: unknown): AttemptResult => {
        if (!(error instanceof MethodError) || error.kind !== 'timeout') throw error;
        return { outcome: 'timeout', reason: error.message };
      }),
  patience: profile.windows.silence,
});

export async function attempt(
  around: Surroundings,
  service: Service,
  presentation: Presentation,
  role: Role,
  beginning: Beginning = ordered(around, service),
): Promise<Recorded> {
  const { lab, tap, profile, pki, revocation } = around;
  // What is served has its CRLs and OCSP responses published.
  if (!presentation.port) {
    const { certificate = 'good', target } = presentation;
    const { published, publishedOnceRevoked } = pki.certificate(certificate, hostOf(service, target));
    revocation.publish(presentation.revokedMeanwhile ? publishedOnceRevoked : published);
  }
  const listener = await lab.listenerFor(service, presentation);
  await tap.route(service, presentation.port === 'reset' ? around.resetter.address : listener.address);
  const [mark, witnessMark, origin] = [tap.mark(), lab.mark(), performance.now()];
  const startedAt = new Date().toISOString();
  const soFar = (): Pick<Attempt, 'fetches' | 'lookups' | 'lasted'> => ({
    lookups: lab.lookups(witnessMark),
    fetches: revocation.fetchesSince(origin).map((one) => ({ ...one, at: one.at - origin })),
    lasted: Math.round(performance.now() - origin),
  });
  const look = (): Attempt => ({
    service,
    role,
    startedAt,
    presented: presented(listener, presentation),
    connections: tap.connectionsSince(mark).map((one) => transcribe(one, lab.keyLog(), origin)),
    clearText: tap.clearTextSince(mark).map((one) => ({ ...one, at: one.at - origin })),
    ...soFar(),
    witness: { program: listener.program, lines: lab.witness(listener.program, witnessMark) },
    driverSaid,
    quiet: 0,
  });

  let driverSaid: AttemptResult = { outcome: 'timeout' };
  driverSaid = await beginning.begin();
  // An answered request needs no further wait; an absence is stated only after the whole window has passed in silence.
  let seen = look();
  let quietSince = performance.now();
  const { silence, closed = silence } = profile.windows;
  const { script, ...limits } = scriptLimits(listener, quietSince, silence);
  while (script?.running || !controlHeld(seen) || readable(seen) < 1) {
    const now = performance.now();
    // Each answer of the device gives it the window for the next one.
    const played = Math.min(quietSince + silence + limits.lasts, limits.seen);
    const playing = script?.running && now < played;
    const window = seen.connections.length === 0 ? beginning.patience : refusedByDevice(seen) ? closed : silence;
    const left = (playing ? played : Math.min(quietSince + window, limits.seen)) - now;
    if (left <= 0) break;
    const activity = tap.activity().then(() => (quietSince = performance.now()));
    await within(playing ? Promise.race([activity, script.rest(left)]) : activity, left);
    seen = look();
  }
  faultOf(script);
  const quiet = Math.round(performance.now() - quietSince);
  const connections = tap.connectionsSince(mark);
  const again = (later: number | null): Pick<Recorded, 'attempt' | 'connections'> => {
    const recorded = later === null ? connections : tap.connectionsSince(mark);
    const facts: Attempt = {
      // Other attempts may have been made since, and their lines are not of this one.
      ...(later === null ? seen : look()),
      connections: recorded.map((one) => transcribe(one, lab.keyLog(), origin)),
      clearText: tap.clearTextSince(mark).map((one) => ({ ...one, at: one.at - origin })),
      ...soFar(),
      quiet: later ?? quiet,
    };
    return { attempt: facts, connections: recorded };
  };
  return { attempt: { ...seen, quiet }, connections, script, again };
}

/** What was said of a script that could not be played as it was meant. */
export function faultOf(script: ScriptState | null): void {
  const failure = script?.failure;
  if (failure) throw new BenchError('SIP_SCRIPT', `the registrar's script failed: ${failure.stack ?? failure.message}`);
}

/** How long a script may play over the window, and until when, by the clock of `performance`, a device is seen that is never
 * quiet. */
function scriptLimits({ script = null }: { script?: ScriptState | null }, now: number, silence: number) {
  const lasts = script?.lasts ?? 0;
  return { script, lasts, seen: now + 3 * silence + lasts };
}

/** Resolves when nothing has come from the device for the window of silence, or after three of them; for how long, in ms. */
export async function untilQuiet({ tap, profile }: Pick<Surroundings, 'tap' | 'profile'>): Promise<number> {
  const { silence } = profile.windows;
  let since = performance.now();
  for (let left = 3 * silence; left > 0; left -= performance.now() - since) {
    since = performance.now();
    if (!(await within(tap.activity(), Math.min(silence, left)))) break;
  }
  return Math.round(performance.now() - since);
}

/** It ended whatever it had opened: nothing more can come on these connections. */
const refusedByDevice = ({ connections }: Attempt): boolean =>
  connections.length > 0 && connections.every(endedByDevice);

/** The lab may be the first to close behind the device's alert. */
const endedByDevice = ({ closed, alerts }: Connection): boolean =>
  closed.by === 'device' ||
  (closed.by === 'lab' && alerts.some(({ from, level }) => from === 'device' && level === 'fatal'));

/** The share of the encrypted records that could be read: key-log lines of a container arrive a little late. */
function readable({ connections }: Attempt): number {
  const read = connections.reduce((sum, one) => sum + one.application.length, 0);
  const hidden = connections.reduce((sum, one) => sum + one.unreadable.fromDevice + one.unreadable.fromLab, 0);
  return read + hidden === 0 ? 1 : read / (read + hidden);
}

/** Whether it came in that time. */
export async function within(event: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const came = await Promise.race([event.then(() => true), late]);
  clearTimeout(timer);
  return came;
}

function presented(listener: Listener, presentation: Presentation): Attempt['presented'] {
  const {
    certificate,
    version,
    clientCertificate,
    tls,
    http,
    sip,
    port,
    target,
    rejectsHello,
    rejectsClient,
    tickets,
    asks,
    renegotiatesAs,
  } = presentation;
  const toClient = rejectsClient === undefined ? null : `alert ${rejectsClient} to the client's Finished`;
  const rejection = rejectsHello === undefined ? toClient : `alert ${rejectsHello} to the ClientHello`;
  return {
    listener: listener.name,
    program: listener.program,
    certificate: certificate ?? 'good',
    leafSha256: listener.leafSha256,
    version: version ?? 'default',
    behaviour: tls ?? http ?? sip ?? rejection ?? (port ? `port ${port}` : tickets ? 'session tickets' : null),
    requestsClientCertificate: clientCertificate !== undefined,
    ...(asks && { asks: countOf(asks) }),
    ...(renegotiatesAs && {
      renegotiation: { certificate: renegotiatesAs, leafSha256: listener.renegotiatedLeafSha256 ?? null },
    }),
    reaches: target && isSpelt(target) ? hostOf(listener.service, target) : null,
    host: hostOf(listener.service, target),
  };
}
