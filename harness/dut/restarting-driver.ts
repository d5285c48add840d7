/**
 * A driver that comes back after its device or its program died or hung: the request that met it fails, the next one
 * meets a fresh start. Who set the device up sees by `generation` that all settings are gone.
 */
import { DriverError } from '../errors.ts';
import { MethodError, type Driver, type DriverEvent, type Hello, type MethodName, type Methods } from './driver.ts';

/** A device that never gets as far as one answer is not started for ever. */
const mostFruitlessStarts = 3;
/** What may well last longer than its deadline: the far side of it is a server. */
const attempts: readonly MethodName[] = ['register', 'provision', 'connect', 'unregister', 'call'];

export class RestartingDriver implements Driver {
  readonly #make: (generation: number) => Driver;
  readonly #listeners: ((event: DriverEvent) => void)[] = [];
  #current: Driver;
  #dead = false;
  /** Starts since the last answer. */
  #fruitless = 1;
  generation = 0;

  constructor(make: (generation: number) => Driver) {
    this.#make = make;
    this.#current = make(0);
  }

  hello(): Promise<Hello> {
    return this.#current.hello();
  }

  async request<M extends MethodName>(method: M, params: Methods[M]['params'], deadlineMs?: number) {
    if (this.#dead) await this.#restart();
    try {
      const result = await this.#current.request(method, params, deadlineMs);
      this.#fruitless = 0;
      return result;
    } catch (error) {
      if (!isEnd(error, method)) throw error;
      this.#dead = true;
      const how = error.kind === 'crashed' ? 'ended' : 'hangs';
      throw new MethodError(error.kind, `the device ${how} at "${method}": ${this.#story(error.message)}`);
    }
  }

  /** Brings a dead device back, if it is dead. */
  async revive(): Promise<void> {
    if (this.#dead) await this.#restart();
  }

  onEvent(listener: (event: DriverEvent) => void): void {
    this.#listeners.push(listener);
    this.#current.onEvent(listener);
  }

  log(): readonly string[] {
    return this.#current.log();
  }

  close(): Promise<void> {
    return this.#current.close();
  }

  async #restart(): Promise<void> {
    if (this.#fruitless === mostFruitlessStarts) {
      throw new DriverError('DRIVER_GONE', `the device was started ${mostFruitlessStarts} times in vain`, {
        log: this.log(),
      });
    }
    this.#fruitless++;
    await this.#current.close();
    this.generation++;
    this.#current = this.#make(this.generation);
    for (const listener of this.#listeners) this.#current.onEvent(listener);
    await this.#current.hello();
    this.#dead = false;
  }

  #story(what: string): string {
    const lines = this.log().slice(-20);
    return [
      what,
      ...(lines.length > 0 ? ['  last lines of its log:', ...lines.map((line) => `    ${line}`)] : []),
    ].join('\n');
  }
}

const isEnd = (error: unknown, method: MethodName): error is MethodError =>
  error instanceof MethodError &&
  (error.kind === 'crashed' || (error.kind === 'timeout' && !attempts.includes(method)));
