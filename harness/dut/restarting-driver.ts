/**
 * A driver that comes back after its device or its program died: the request that met the death fails, the next one
 * meets a fresh start. Who set the device up sees by `generation` that all settings are gone.
 */
import { MethodError, type Driver, type DriverEvent, type Hello, type MethodName, type Methods } from './driver.ts';

export class RestartingDriver implements Driver {
  readonly #make: (generation: number) => Driver;
  readonly #listeners: ((event: DriverEvent) => void)[] = [];
  #current: Driver;
  #dead = false;
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
      return await this.#current.request(method, params, deadlineMs);
    } catch (error) {
      this.#dead ||= error instanceof MethodError && error.kind === 'crashed';
      throw error;
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
    await this.#current.close();
    this.generation++;
    this.#current = this.#make(this.generation);
    for (const listener of this.#listeners) this.#current.onEvent(listener);
    await this.#current.hello();
    this.#dead = false;
  }
}
