/** Makes a far end: registers at the proxy, keeps the connection, and holds one conversation at a time. */
import { LabError } from '../errors.ts';
import { responseTo, type SipMessage } from '../wire/sip/message.ts';
import { Agent } from './agent.ts';
import { ProxyConnection } from './connection.ts';
import { ConversationRun } from './conversation.ts';
import { isWithinDialog } from './dialog.ts';
import { KeySeriesRun } from './key-series.ts';
import type { FarEnd, FarEndOptions } from './far-end.ts';

const registerMilliseconds = 5000;
const expires = 3600;
const keptKeyLog = 1000;

/**
 * The far end of the options. `start` and `converse` (whose registration may be gone meanwhile) throw LabError when the
 * proxy refuses or the connection breaks; nothing that the device does makes them throw.
 */
export function createFarEnd(options: FarEndOptions): FarEnd {
  const keyLog: string[] = [];
  let connection: ProxyConnection | null = null;
  let agent: Agent | null = null;
  let current: Occupation<unknown> | null = null;

  const register = async (): Promise<Agent> => {
    if (!agent || agent.closedBecause !== null) {
      const { proxy, anchor, serverName } = options;
      connection = await ProxyConnection.open({
        proxy,
        anchor,
        serverName,
        keyLog: (line) => {
          if (keyLog.length < keptKeyLog) keyLog.push(line);
        },
      });
      agent = new Agent(connection, options);
    }
    const used = agent;
    used.observe = (message, sent) => current?.observe(message, sent);
    used.onRequest = (message) => {
      if (!current?.take(used, message)) dismiss(used, message);
    };
    const aor = `<sip:${options.user}@${options.domain}>`;
    const asked = used.initial('REGISTER', `sip:${options.domain}`, aor, [['Expires', String(expires)]]);
    const answer = await used.finish(used.begin(asked), registerMilliseconds);
    if (answer?.status !== 200) {
      const seen = answer?.startLine ?? used.closedBecause ?? `no answer within ${registerMilliseconds} ms`;
      throw new LabError('FAR_END_REGISTER', `the far end cannot register as ${options.user}: ${seen}`, {
        hint: 'is the account in the lab, with this password?',
      });
    }
    return used;
  };

  const alone = async <Result>(run: Occupation<Result>): Promise<Result> => {
    if (current) throw new LabError('FAR_END_BUSY', 'the far end holds one conversation at a time');
    // Set before the first wait, so that an INVITE that comes during registration is not lost.
    current = run;
    try {
      return await run.run(await register(), options.mediaAddress);
    } finally {
      current = null;
    }
  };

  return {
    async start() {
      await register();
    },
    converse: (conversation) => alone(new ConversationRun(conversation)),
    gatherKeys: (series) => alone(new KeySeriesRun(series)),
    keyLog: () => keyLog.map((line) => `${line}\n`).join(''),
    async stop() {
      await connection?.close();
      connection = null;
      agent = null;
    },
  };
}

/** What the far end is busy with; it sees every message meanwhile. */
interface Occupation<Result> {
  observe(message: SipMessage, sent: boolean): void;
  /** False for what does not belong to it. */
  take(agent: Agent, message: SipMessage): boolean;
  run(agent: Agent, mediaAddress: string): Promise<Result>;
}

/** Requests of no call, or of one that is over: answered so that the device comes to rest, and otherwise ignored. */
function dismiss(agent: Agent, message: SipMessage): void {
  if (message.method === 'ACK') return;
  const isLate = isWithinDialog(message) || message.method === 'CANCEL';
  if (message.method === 'OPTIONS') agent.send(responseTo(message, 200, 'OK'));
  else if (isLate) agent.send(responseTo(message, 481, 'Call/Transaction Does Not Exist'));
  else agent.send(responseTo(message, 480, 'Temporarily Unavailable', { headers: [['Retry-After', '1']] }));
}
