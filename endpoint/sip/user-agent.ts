/** sip.js as this device has it: the account, our transport, our media, and nothing done of its own accord. */
import { SIPExtension, URI, UserAgent } from 'sip.js';
import type { Invitation, Inviter, Session, UserAgentOptions } from 'sip.js';
import type { MediaContext } from '../media/session.ts';
import type { Surroundings } from '../contracts.ts';
import { srtpInForce } from '../settings/clear-signalling.ts';
import type { Authentication } from './authentication.ts';
import { hostInUri } from './server-address.ts';
import { SdesDescriptionHandler } from './session-description-handler.ts';
import type { StreamTransport } from './transport.ts';

export interface UserAgentParts {
  transport: StreamTransport;
  authentication: Authentication;
  /** Of this device, as the server sees it. */
  address: string;
  /** See instance.ts. */
  instance: string;
}

export interface UserAgentEvents {
  incoming(invitation: Invitation): void;
  disconnected(error: Error | undefined): void;
  media(call: string, event: MediaEvent): void;
}

export type MediaEvent = Parameters<MediaContext['tell']>[0];

export function createUserAgent(surroundings: Surroundings, parts: UserAgentParts, events: UserAgentEvents): UserAgent {
  const { transport, authentication, address, instance } = parts;
  const { account, sip } = surroundings.settings();
  const agent = new UserAgent({
    ...unattended,
    instanceId: instance,
    contactParams: surroundings.flaws.has('writes-transport-tls') ? { transport: 'tls' } : {},
    uri: UserAgent.makeURI(`${sip.scheme}:${account.user}@${hostInUri(account.domain)}`),
    displayName: account.displayName,
    userAgentString: `${surroundings.product.name}/${surroundings.product.firmware}`,
    viaHost: hostInUri(address),
    transportConstructor: class {
      constructor() {
        return transport;
      }
    } as unknown as NonNullable<UserAgentOptions['transportConstructor']>,
    sessionDescriptionHandlerFactory: (session) => descriptionHandler(surroundings, address, session, events),
    // sip.js hands every level to its connector, whatever logLevel says.
    logConnector: (level, category, _label, content) => {
      if (level === 'warn' || level === 'error') surroundings.log(`sip: ${category}: ${brief(content)}`);
    },
    delegate: {
      onInvite: (invitation) => events.incoming(invitation),
      onDisconnect: (error) => events.disconnected(error),
    },
  });
  if (sip.scheme === 'sips') makeContactSecure(agent);
  // sip.js knows MD5 alone; its type names a class with private parts, of which it calls these two methods.
  const { configuration } = agent.userAgentCore;
  configuration.authenticationFactory = authentication.factory as unknown as typeof configuration.authenticationFactory;
  return agent;
}

/** What sip.js is told so that it neither looks for a browser nor acts on its own. */
const unattended = {
  // RFC 3891: a call may take the place of another one.
  sipExtensionReplaces: SIPExtension.Supported,
  forceRport: true,
  gracefulShutdown: false,
  sendInitialProvisionalResponse: false,
  logBuiltinEnabled: false,
  logConfiguration: false,
} satisfies UserAgentOptions;

const descriptionHandler = (
  surroundings: Surroundings,
  address: string,
  session: Session,
  events: UserAgentEvents,
): SdesDescriptionHandler =>
  new SdesDescriptionHandler({
    address,
    policy: () => ({ srtp: srtpInForce(surroundings.settings(), surroundings.flaws), flaws: surroundings.flaws }),
    audio: () => surroundings.settings().audio,
    flaws: surroundings.flaws,
    tell: (event) => events.media((session as Inviter | Invitation).request.callId, event),
  });

/** sip.js makes every Contact one of sip:. */
function makeContactSecure(agent: UserAgent): void {
  const { uri } = agent.contact;
  agent.contact.uri = new URI('sips', uri.user ?? '', uri.host);
}

/** sip.js quotes messages in some of its warnings; keys and bodies do not belong into a log. */
const brief = (content: string): string =>
  (content.split(/[\r\n]/)[0] ?? '').replace(/inline:\S+/g, 'inline:...').slice(0, 200);
