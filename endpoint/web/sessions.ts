/** Sessions of the pages: few, in memory, gone with the process. */
import type { Session } from 'fastify';
import type fastifySession from '@fastify/session';

declare module 'fastify' {
  interface Session {
    loggedIn?: boolean;
    /** What the next page tells about what was just done. */
    notice?: Notice;
    _csrf?: string;
  }
}

export interface Notice {
  kind: 'done' | 'problem';
  text: string;
}

export const idleMs = 30 * 60_000;
const most = 20;

export class Sessions implements fastifySession.SessionStore {
  readonly #sessions = new Map<string, Session>();

  set(id: string, session: Session, callback: (error?: unknown) => void): void {
    this.#sessions.delete(id);
    this.#sessions.set(id, session);
    // The one that was idle longest makes room.
    if (this.#sessions.size > most) this.#sessions.delete(this.#sessions.keys().next().value!);
    callback();
  }

  get(id: string, callback: (error: unknown, session?: Session | null) => void): void {
    callback(null, this.#sessions.get(id) ?? null);
  }

  destroy(id: string, callback: (error?: unknown) => void): void {
    this.#sessions.delete(id);
    callback();
  }
}
