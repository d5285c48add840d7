/** The calls of the device: those that are going on and the last ones that ended. */
import type { CallFacts } from '../contracts.ts';
import type { Call } from './call.ts';

const KEPT = 50;
const MOST_AT_ONCE = 32;

export class CallList {
  #calls: Call[] = [];

  get full(): boolean {
    return this.#going().length >= MOST_AT_ONCE;
  }

  add(call: Call): void {
    this.#calls.push(call);
    const ended = this.#calls.length > KEPT ? this.#calls.findIndex(({ state }) => state === 'ended') : -1;
    if (ended >= 0) this.#calls.splice(ended, 1);
  }

  facts(): CallFacts[] {
    return this.#calls.map((call) => call.facts());
  }

  /** The call with that id, without one the call that has rung longest. @throws Error when it does not ring. */
  async answer(id?: string): Promise<void> {
    const ringing = this.#going().filter(({ direction, state }) => direction === 'incoming' && state === 'ringing');
    const call = id === undefined ? ringing[0] : ringing.find((each) => each.id === id);
    if (!call) throw new Error(id === undefined ? 'no call is ringing' : `no call ${id} is ringing`);
    await call.answer();
  }

  /** The call with that id, without one all of them. @throws Error when there is none. */
  async hangup(id?: string): Promise<void> {
    const chosen = this.#going().filter((call) => id === undefined || call.id === id);
    if (chosen.length === 0) throw new Error(id === undefined ? 'there is no call' : `there is no call ${id}`);
    await Promise.all(chosen.map((call) => call.hangup()));
  }

  /** In the call with that id, without one the first that stands. @throws Error when there is none, or it takes no keys. */
  async press(digits: string, byInfo: boolean, id?: string): Promise<void> {
    await this.#established(id).press(digits, byInfo);
  }

  /** Of that id, without one the first that stands. @throws Error when there is none. */
  async hold(held: boolean, id?: string): Promise<void> {
    await this.#established(id).hold(held);
  }

  async endAll(): Promise<void> {
    await Promise.all(this.#going().map((call) => call.hangup()));
  }

  /** Whether any call stands. */
  get standing(): boolean {
    return this.#going().some(({ state }) => state === 'established');
  }

  /** The connection is gone: what waited on it has failed, and where `all` is said also the calls that stand. */
  lost(reason: string, all: boolean): void {
    for (const call of this.#going()) if (all || call.state !== 'established') call.lost(reason);
  }

  #established(id: string | undefined): Call {
    const standing = this.#going().filter(({ state }) => state === 'established');
    const call = id === undefined ? standing[0] : standing.find((each) => each.id === id);
    if (!call) throw new Error(id === undefined ? 'no call is established' : `no call ${id} is established`);
    return call;
  }

  #going(): Call[] {
    return this.#calls.filter(({ state }) => state !== 'ended');
  }
}
