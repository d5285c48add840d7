/**
 * Many calls for the sake of the keys in them: the far end refuses a call of the device as soon as it has its offer, and
 * ends its own as soon as it has the answer. No media flows.
 */
import type { Call, SrtpPolicy } from '../evidence.ts';
import { parseSdp } from '../wire/sdp/sdp.ts';
import { responseTo, type SipMessage } from '../wire/sip/message.ts';
import { type Agent, token } from './agent.ts';
import { callerDialog, inDialog, isWithinDialog, sdpField } from './dialog.ts';
import { offerFor } from './policy.ts';
import { say } from './said.ts';
import { goodbyeMilliseconds } from './standing.ts';

export interface KeySeries {
  /** From the device's side. */
  direction: Call['direction'];
  farPolicy: SrtpPolicy;
  /** User part of the device's address of record, for incoming calls. */
  deviceUser: string;
  calls: number;
  /** How long a call is waited for, ms. */
  window: number;
  /** Makes the device call; resolves when that has ended, however it did. */
  dial: () => Promise<void>;
}

/** Secret: for statistics, never for evidence. */
export interface GatheredKeys {
  /** Calls in which the device has written a key. */
  calls: number;
  /** Of the device, in the order of the wire. */
  keys: { suite: string; octets: Buffer }[];
  /** Of the far end, in the same calls. */
  farKeys: Buffer[];
}

/** A device that misses so many calls in a row will not come to more of them. */
const patience = 3;
/** Nobody listens there: what the device sends before the call has ended is not looked at (RFC 863). */
const discardPort = 9;

export class KeySeriesRun {
  readonly #series: KeySeries;
  readonly #gathered: GatheredKeys = { calls: 0, keys: [], farKeys: [] };
  #invites = 0;

  constructor(series: KeySeries) {
    this.#series = series;
  }

  observe(): void {
    // No ladder: two hundred calls would be one nobody reads.
  }

  /** Takes a call of the device, and refuses it for a reason of the moment. */
  take(agent: Agent, message: SipMessage): boolean {
    if (message.method !== 'INVITE' || isWithinDialog(message) || this.#series.direction !== 'outgoing') return false;
    this.#gather(message);
    agent.send(responseTo(message, 486, 'Busy Here', { toTag: token() }));
    this.#invites++;
    agent.conditions.changed();
    return true;
  }

  /** Ends early where the device keeps missing calls, or the connection has broken. */
  async run(agent: Agent, mediaAddress: string): Promise<GatheredKeys> {
    const { direction, calls } = this.#series;
    for (let made = 0, missed = 0; made < calls && missed < patience && agent.closedBecause === null; made++) {
      const before = this.#gathered.calls;
      await (direction === 'outgoing' ? this.#beCalled(agent) : this.#call(agent, mediaAddress));
      missed = this.#gathered.calls > before ? 0 : missed + 1;
    }
    return this.#gathered;
  }

  async #beCalled(agent: Agent): Promise<void> {
    const { dial, window } = this.#series;
    const before = this.#invites;
    const dialled = dial();
    await agent.conditions.until(() => this.#invites > before || agent.closedBecause !== null, window);
    await dialled;
  }

  async #call(agent: Agent, host: string): Promise<void> {
    const { deviceUser, farPolicy, window } = this.#series;
    const uri = `sip:${deviceUser}@${agent.identity.domain}`;
    const said = say(offerFor(farPolicy, discardPort), { host, session: this.#gathered.calls + 1, version: 1 });
    const transaction = agent.begin(agent.initial('INVITE', uri, `<${uri}>`, [sdpField], said.text));
    const final = await agent.finish(transaction, window);
    if (!final || (final.status ?? 0) >= 300) return;
    this.#gather(final);
    this.#gathered.farKeys.push(...said.media.flatMap(({ keys }) => keys.map(({ key }) => key.master)));
    const dialog = callerDialog(transaction.sent, final);
    agent.send(inDialog(dialog, 'ACK', agent.via()));
    await agent.finish(agent.begin(inDialog(dialog, 'BYE', agent.via())), goodbyeMilliseconds);
  }

  #gather({ body }: SipMessage): void {
    const lines = parseSdp(body.toString()).media.flatMap(({ crypto }) => crypto);
    const keys = lines.flatMap(({ suite, keys: each }) => (each ?? []).map(({ octets }) => ({ suite, octets })));
    if (keys.length > 0) this.#gathered.calls++;
    this.#gathered.keys.push(...keys);
  }
}
