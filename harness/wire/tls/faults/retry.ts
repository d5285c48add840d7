/** HelloRetryRequest (RFC 8446 §4.1.4): what may be asked for, and what must not. */
import { randomBytes } from 'node:crypto';
import { type ClientHello, listed } from '../messages/client-hello.ts';
import { extensionNumbers } from '../registries/extensions.ts';
import { NotOffered } from '../fatal-alert.ts';
import { sharesOf, unsharedGroups } from '../server/server-choice13.ts';
import { groupWanted } from '../server/server-flight13.ts';
import type { HelloExtension, Retry, TlsFault } from './tls-fault.ts';
import { vector } from '../messages/writer.ts';

const version = 'TLS 1.3';
/** TLS_AES_128_GCM_SHA256 and the other suites of RFC 8446 appendix B.4. */
const suites = [0x1301, 0x1302, 0x1303, 0x1304, 0x1305];
/** x448, secp521r1, the smaller ffdhe groups, GREASE: something that a client does not list. */
const strangeGroups = [30, 25, 0x0100, 0x0101, 0x2a2a];

/** RFC 8446 §4.2.2. */
const cookie = (): HelloExtension => ({ type: extensionNumbers.cookie, data: vector(2, randomBytes(32)) });

const asking = (client: ClientHello, ...extensions: HelloExtension[]): Retry => ({
  suite: suites.find((each) => client.suites.includes(each)) ?? fail('the client offers no suite of TLS 1.3'),
  extensions,
});

function fail(what: string): never {
  throw new NotOffered(what);
}

const unlisted = (client: ClientHello): number =>
  strangeGroups.find((each) => !listed(client, 'supported_groups').includes(each)) ??
  fail('the client lists every group');

const shared = (client: ClientHello): number =>
  [...sharesOf(client).keys()].at(0) ?? fail('the client sends no key share');

const another = (client: ClientHello): number =>
  unsharedGroups(client).at(0) ?? fail('the client sends a share of every group that could be asked for');

const once =
  (retry: (client: ClientHello) => Retry): NonNullable<TlsFault['retry']> =>
  (client, before) =>
    before === 0 ? retry(client) : null;

export const retryFaults = {
  'retry-by-cookie': {
    title: 'asks for the ClientHello again with a cookie, which is allowed',
    version,
    retry: once((client) => asking(client, cookie())),
  },
  'retry-by-group': {
    title: 'asks for a share of a group that the client lists, which is allowed',
    version,
    retry: once((client) => asking(client, groupWanted(another(client)))),
  },
  'retry-to-unlisted-group': {
    title: 'asks for a share of a group that the client does not list',
    version,
    retry: once((client) => asking(client, groupWanted(unlisted(client)))),
  },
  'retry-to-shared-group': {
    title: 'asks for a share that the client has sent',
    version,
    retry: once((client) => asking(client, groupWanted(shared(client)))),
  },
  'retry-without-change': {
    title: 'asks for the ClientHello again and for no change in it',
    version,
    retry: once((client) => asking(client)),
  },
  'second-retry': {
    title: 'asks once as is allowed, and then for the ClientHello a third time',
    version,
    // A share of another group, where there is one, is what every client knows how to answer.
    retry: (client, before) => {
      const [group] = before === 0 ? unsharedGroups(client) : [];
      return before < 2 ? asking(client, group === undefined ? cookie() : groupWanted(group)) : null;
    },
  },
  'retry-with-unoffered-suite': {
    title: 'asks for the ClientHello again and names a suite that was not offered',
    version,
    retry: once((client) => ({
      suite: suites.find((each) => !client.suites.includes(each)) ?? fail('the client offers every suite of TLS 1.3'),
      extensions: [cookie()],
    })),
  },
} as const satisfies Record<string, TlsFault>;
