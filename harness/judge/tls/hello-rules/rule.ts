/** What a rule on the ClientHello is. GREASE counts nowhere (RFC 8701 §3.1). */
import type { ClientHelloFacts, Service, TlsVersion } from '../../../evidence.ts';
import { isGreaseName } from '../../../wire/tls/registries/offer-grades.ts';

/** What the bench knows beside the hello; null where it does not. */
export interface Circumstances {
  service: Service | null;
  /** The name or address that the device was told to reach. */
  host: string | null;
  /** ISO time at which the hello was awaited. */
  at: string;
}

/** The hello is none that the rule says anything about. */
export interface NotAbout {
  notAbout: string;
}

export type HelloRule = {
  /** `no cipher suite without encryption in any ClientHello` */
  wants: string;
} & (
  | {
      /** What in this hello breaks the rule, in words; empty where nothing does. */
      broken: (hello: ClientHelloFacts, around: Circumstances) => readonly string[] | NotAbout;
    }
  | {
      /** The same for rules that compare the hellos of a device, oldest first. */
      brokenTogether: (hellos: readonly ClientHelloFacts[]) => readonly string[];
      /** Fewer of them say nothing. */
      atLeast?: number;
    }
  | {
      /** What the hello says, where nothing is judged; without a colon, as what follows one is no part of the value. */
      tells: (hello: ClientHelloFacts, around: Circumstances) => string;
    }
);

/** Versions and the like without the values that offer nothing. */
export const real = (names: readonly string[]): string[] => names.filter((name) => !isGreaseName(name));

export const offers = (hello: ClientHelloFacts, version: TlsVersion): boolean => hello.versions.includes(version);

const beforeTls13 = ['TLS 1.2', 'TLS 1.1', 'TLS 1.0', 'SSL 3.0', 'SSL 2.0'];

export const offersBefore13 = (hello: ClientHelloFacts): boolean =>
  hello.versions.some((version) => beforeTls13.includes(version));

export const has = (hello: ClientHelloFacts, extension: string): boolean => hello.extensions.includes(extension);

type Breaks = (hello: ClientHelloFacts, around: Circumstances) => readonly string[];

/** The rule is about hellos that offer TLS 1.3 alone. */
export const with13 =
  (breaks: Breaks) =>
  (hello: ClientHelloFacts, around: Circumstances): readonly string[] | NotAbout =>
    offers(hello, 'TLS 1.3') ? breaks(hello, around) : { notAbout: 'TLS 1.3 is not offered' };

/** The rule is about hellos that offer a version before TLS 1.3. */
export const withBefore13 =
  (breaks: Breaks) =>
  (hello: ClientHelloFacts, around: Circumstances): readonly string[] | NotAbout =>
    offersBefore13(hello) ? breaks(hello, around) : { notAbout: 'nothing before TLS 1.3 is offered' };

/** The rule is about hellos that do not offer TLS 1.3. */
export const without13 =
  (breaks: Breaks) =>
  (hello: ClientHelloFacts, around: Circumstances): readonly string[] | NotAbout =>
    offers(hello, 'TLS 1.3') ? { notAbout: 'TLS 1.3 is offered' } : breaks(hello, around);

/** All in one, so that a long list is one sentence. */
export const offering = (names: readonly string[]): string[] =>
  names.length > 0 ? [`offers ${names.join(', ')}`] : [];

/** What an extension that must be there lacks. */
export const lacks = (hello: ClientHelloFacts, ...extensions: string[]): string[] =>
  extensions.filter((extension) => !has(hello, extension)).map((extension) => `sends no ${extension}`);
