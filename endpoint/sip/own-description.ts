/** Our own side of a session (RFC 8866 §5.2): every description that is written of it is a new version of the same one. */
import { randomInt } from 'node:crypto';
import type { Flaws } from '../flaws.ts';
import { writeSdp, type LocalDescription } from './sdp.ts';

export class OwnDescription {
  readonly #address: string;
  readonly #flaws: Flaws;
  readonly #sessionId = randomInt(1, 2 ** 31);
  #version = 0;

  constructor(address: string, flaws: Flaws) {
    this.#address = address;
    this.#flaws = flaws;
  }

  /** @param port of the media of this device. @returns text of the next version. */
  write(media: LocalDescription['media'], port: number): string {
    this.#version += 1;
    const description = { address: this.#address, sessionId: this.#sessionId, version: this.#version, media };
    const text = writeSdp(description, this.#flaws);
    return this.#flaws.has('answers-video-in-clear') ? text.replace(/^m=video 0 /m, `m=video ${port} `) : text;
  }
}
