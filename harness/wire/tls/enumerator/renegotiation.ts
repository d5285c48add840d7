/**
 * A client that renegotiates on an open connection of TLS 1.2 and leaves renegotiation_info out, as one from before
 * RFC 5746 would, or somebody on the path who splices two connections (§1). No TLS library of today does that.
 */
import type { SurveyAnswer } from '../../../survey-facts.ts';
import { alertName, alertNumbers } from '../registries/alerts.ts';
import { groups } from '../key-exchange/ecdh.ts';
import { extensionName, extensionNumbers } from '../registries/extensions.ts';
import { HandshakeStream } from '../messages/handshake-messages.ts';
import { contentTypes } from '../messages/records.ts';
import { parseServerHello } from '../messages/server-hello.ts';
import { suiteName } from '../registries/suites.ts';
import { versionName } from '../registries/versions.ts';
import { dial, type Dialler } from './dialler.ts';
import { helloMessage, recordsOf, type HelloPlan } from './hello-plan.ts';
import { openHello } from './offers.ts';
import type { Eliminated } from './suites-by-elimination.ts';
import { canBeSpoken, Handshake12, type ServerRecord } from './whole-handshake12.ts';

/** Null where the first handshake cannot be made: then nothing was asked. `silent` names the time that was waited. */
export async function renegotiates(
  dialler: Dialler,
  { suites }: Eliminated,
  serverName: string | null,
): Promise<SurveyAnswer | null> {
  const spoken = suites.filter(canBeSpoken);
  if (spoken.length === 0) return null;
  const plan: HelloPlan = { ...openHello('TLS 1.2', spoken, serverName), groups };
  return dialler.inTurn(() => renegotiation(dialler, plan));
}

async function renegotiation({ target, limits }: Dialler, plan: HelloPlan): Promise<SurveyAnswer | null> {
  const began = performance.now();
  const socket = await dial(target, limits.connectionMs);
  if (!socket) return null;
  // RFC 5746 §3.4: the first one says that it knows of secure renegotiation.
  const first = helloMessage({
    ...plan,
    more: [{ type: extensionNumbers.renegotiation_info, data: Buffer.from([0]) }],
  });
  const handshake = new Handshake12(socket, first);
  const answer = new RenegotiationAnswer();
  handshake.onRecord = (record) => answer.take(record);
  let asked = false;
  try {
    await new Promise<void>((resolve) => {
      let timer = setTimeout(resolve, limits.connectionMs);
      const end = (): void => {
        clearTimeout(timer);
        resolve();
      };
      socket.on('data', (bytes: Buffer) => {
        try {
          handshake.push(bytes);
        } catch (error) {
          answer.unreadable = (error as Error).message;
          return end();
        }
        if (handshake.finished && !asked) {
          asked = true;
          handshake.send(contentTypes.handshake, helloMessage(plan));
          clearTimeout(timer);
          timer = setTimeout(resolve, limits.quietMs);
        }
        if (answer.complete) end();
      });
      socket.on('end', () => {
        answer.closed ??= 'fin';
        end();
      });
      socket.on('error', () => {
        answer.closed ??= 'rst';
        end();
      });
      socket.on('close', end);
      socket.write(recordsOf(first, plan.version));
    });
    return asked ? answer.facts(performance.now() - began) : null;
  } finally {
    socket.destroy();
  }
}

class RenegotiationAnswer {
  readonly #messages = new HandshakeStream();
  closed: SurveyAnswer['closed'] = null;
  /** Why what came could not be read. */
  unreadable: string | null = null;
  #hello: ReturnType<typeof parseServerHello> | null = null;
  #alert: SurveyAnswer['alert'] = null;

  take({ type, content }: ServerRecord): void {
    if (type === contentTypes.alert && content.length === 2) this.#alerted(content);
    if (type !== contentTypes.handshake) return;
    for (const { name, whole } of this.#messages.push(content))
      if (name === 'server_hello' && whole) this.#hello = parseServerHello(whole.subarray(4));
  }

  get complete(): boolean {
    return this.#hello !== null || this.#alert !== null;
  }

  /** RFC 5246 §7.2.2: no_renegotiation is a warning, and a refusal all the same. */
  #alerted([level = 0, code = 0]: Buffer): void {
    if (level === 2 || code === alertNumbers.no_renegotiation) this.#alert = { code, name: alertName(code) };
  }

  facts(lasted: number): SurveyAnswer {
    const hello = this.#hello;
    return {
      outcome: hello ? 'hello' : this.#alert ? 'alert' : this.#otherwise(),
      version: hello && versionName(hello.version),
      suite: hello && suiteName(hello.suite),
      compression: hello && hello.compression,
      group: null,
      signatureScheme: null,
      extensions: hello?.extensions.map(({ type }) => extensionName(type)) ?? [],
      alert: this.#alert,
      closed: this.closed,
      heartbeat: 0,
      text: this.unreadable,
      lasted: Math.round(lasted),
    };
  }

  #otherwise(): SurveyAnswer['outcome'] {
    if (this.unreadable !== null) return 'other';
    return this.closed ? 'closed' : 'silent';
  }
}
