/** When a call has been without anything to play for too long. */
export class IdleWatch {
  readonly #idle: () => void;
  #heardAt = performance.now();

  /** @param idle called once for each time that the limit has passed. */
  constructor(idle: () => void) {
    this.#idle = idle;
  }

  heard(): void {
    this.#heardAt = performance.now();
  }

  /** To be called often. @param limitSeconds 0: no limit. */
  look(limitSeconds: number): void {
    if (limitSeconds === 0 || performance.now() - this.#heardAt <= limitSeconds * 1000) return;
    this.heard();
    this.#idle();
  }
}
