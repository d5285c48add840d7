/**
 * What the device offers in its hellos, and what it goes on with when a server selects it. Both are read from the evidence:
 * no list says which row is about which entry. A row that pins its server to an entry is named before others.
 */
import type { Attempt, ClientHelloFacts, Connection, Evidence, Service } from '../harness/evidence.ts';
import { accepted, firstFromDevice, wentOn } from '../harness/judge/bench-part.ts';
import type { Case } from '../harness/requirement.ts';
import {
  gradeOfOffer,
  isGreaseName,
  type OfferGrade,
  type OfferKind,
} from '../harness/wire/tls/registries/offer-grades.ts';
import { ofDevice } from './conclude.ts';
import { isEvidence, type EvidenceStore } from './evidence-store.ts';
import type { RunRecord } from './run-record.ts';

export interface OfferedEntry {
  name: string;
  grade: OfferGrade;
  /** In any hello over the service. */
  offered: boolean;
  /** `accepted`: the device went on with it. `refused`: it was selected, or pinned and offered, and the device never did. */
  outcome: 'accepted' | 'refused' | null;
  /** The case that shows the outcome, or `control of` one. */
  shownBy: string | null;
  /** `unoffered`: accepted on a connection whose hello does not offer it. `untaken`: offered, and never accepted. */
  mark: 'unoffered' | 'untaken' | null;
}

export interface OfferedAccepted {
  service: Service;
  /** In the order of the hellos, then what else was selected. */
  entries: Readonly<Record<OfferKind, readonly OfferedEntry[]>>;
}

export const offerKinds: readonly OfferKind[] = ['version', 'suite', 'group', 'scheme'];

interface Source {
  record: Pick<RunRecord, 'rows'>;
  evidence: EvidenceStore;
  cases: ReadonlyMap<string, Case>;
}

/** Of each service with a hello; nothing where no row of the run is about what a server selects. */
export function offeredAccepted({ record, evidence, cases }: Source): OfferedAccepted[] {
  const rows = ofDevice(record.rows).filter(({ evidence: path }) => path !== null);
  const isAbout = (id: string | null): boolean => selects(id === null ? undefined : cases.get(id));
  if (!rows.some((row) => isAbout(row.case))) return [];
  const books: Record<Service, Book> = { sip: new Book(), provisioning: new Book() };
  for (const row of rows) {
    const read = evidence.read(row.evidence ?? '');
    const about = row.case === null ? undefined : cases.get(row.case);
    if (isEvidence(read) && about) enter(books, read, about);
  }
  return (['sip', 'provisioning'] as const).flatMap((service) =>
    books[service].isEmpty ? [] : [{ service, entries: books[service].entries() }],
  );
}

/** Whether the case is about what the server selects. */
const selects = (row: Case | undefined): boolean =>
  row !== undefined && (pins(row).length > 0 || row.serves.tls !== undefined);

/** The entries that the case pins its server to, where nothing else is the matter with it. */
function pins({ serves }: Case): [OfferKind, string][] {
  const { version, suite, group, certificate } = serves;
  const others = Object.keys(serves).filter((key) => !parameters.includes(key));
  // Some suites need a certificate of their own.
  if (others.length > 0 || (certificate && !suite)) return [];
  const named = { version, suite, group };
  return Object.entries(named).flatMap(([kind, name]) =>
    name ? [[kind as OfferKind, name] as [OfferKind, string]] : [],
  );
}

const parameters: readonly string[] = ['version', 'suite', 'group', 'certificate', 'control'];

const offeredIn = (hello: ClientHelloFacts): Record<OfferKind, readonly string[]> => ({
  version: hello.versions,
  suite: hello.suites,
  group: hello.groups,
  scheme: hello.signatureSchemes,
});

const selectedIn = ({ negotiated, keyExchange }: Connection): [OfferKind, string][] => [
  ...(negotiated
    ? ([
        ['version', negotiated.version],
        ['suite', negotiated.suite],
      ] as [OfferKind, string][])
    : []),
  ...(keyExchange?.group ? [['group', keyExchange.group] as [OfferKind, string]] : []),
  ...(keyExchange?.scheme ? [['scheme', keyExchange.scheme] as [OfferKind, string]] : []),
];

/** A scripted server that bends the handshake gets no request: there the device's own part of the key exchange tells. */
const isTaken = (connection: Connection, { presented }: Attempt): boolean =>
  firstFromDevice(connection) !== undefined || (presented.program === 'scripted-tls' && wentOn(connection));

function enter(books: Record<Service, Book>, evidence: Evidence, row: Case): void {
  const pinned = pins(row);
  const isPinned = (kind: OfferKind, name: string): boolean => pinned.some(([a, b]) => a === kind && b === name);
  for (const attempt of evidence.attempts) {
    const book = books[attempt.service];
    const own = attempt.connections.filter(({ front }) => front === attempt.service);
    const isCase = attempt.role === 'case';
    for (const connection of own) {
      const { hello } = connection;
      if (!hello) continue;
      book.offer(hello);
      for (const [kind, name] of selectedIn(connection)) {
        const offered = !canLack(hello, kind) || offeredIn(hello)[kind].includes(name);
        const rank = isCase ? (isPinned(kind, name) ? 2 : 1) : 0;
        const by = isCase ? row.id : `control of ${row.id}`;
        if (isTaken(connection, attempt)) book.accept(kind, name, { by, rank: offered ? rank : 3 }, offered);
        else if (isCase && (isPinned(kind, name) || (row.serves.tls && !offered))) book.refuse(kind, name, row.id);
      }
      if (!isCase || accepted(attempt)) continue;
      for (const [kind, name] of pinned) if (offeredIn(hello)[kind].includes(name)) book.refuse(kind, name, row.id);
    }
  }
}

/** Without the extension a hello offers by the clause and not by name: versions up to its own, groups and schemes of old. */
const canLack = (hello: ClientHelloFacts, kind: OfferKind): boolean =>
  kind === 'suite' ||
  (kind === 'version' ? hello.extensions.includes('supported_versions') : offeredIn(hello)[kind].length > 0);

interface Shown {
  by: string;
  /** What shows more: an entry that was not offered, a server pinned to it, a case, a control. */
  rank: number;
}

interface Note {
  offered: boolean;
  accepted: Shown | null;
  refusedIn: string | null;
  unoffered: boolean;
}

class Book {
  readonly #notes: Record<OfferKind, Map<string, Note>> = {
    version: new Map(),
    suite: new Map(),
    group: new Map(),
    scheme: new Map(),
  };

  get isEmpty(): boolean {
    return this.#notes.version.size === 0;
  }

  offer(hello: ClientHelloFacts): void {
    const offered = offeredIn(hello);
    for (const kind of offerKinds) {
      for (const name of offered[kind]) if (!isGreaseName(name)) this.#note(kind, name).offered = true;
    }
  }

  accept(kind: OfferKind, name: string, shown: Shown, offered: boolean): void {
    const note = this.#note(kind, name);
    if (!note.accepted || shown.rank > note.accepted.rank) note.accepted = shown;
    if (!offered) note.unoffered = true;
  }

  refuse(kind: OfferKind, name: string, by: string): void {
    this.#note(kind, name).refusedIn ??= by;
  }

  entries(): OfferedAccepted['entries'] {
    const of = (kind: OfferKind): OfferedEntry[] =>
      [...this.#notes[kind]].map(([name, note]) => entryOf(kind, name, note));
    return { version: of('version'), suite: of('suite'), group: of('group'), scheme: of('scheme') };
  }

  #note(kind: OfferKind, name: string): Note {
    const found = this.#notes[kind].get(name) ?? { offered: false, accepted: null, refusedIn: null, unoffered: false };
    this.#notes[kind].set(name, found);
    return found;
  }
}

function entryOf(
  kind: OfferKind,
  name: string,
  { offered, accepted: taken, refusedIn, unoffered }: Note,
): OfferedEntry {
  const outcome = taken ? 'accepted' : refusedIn ? 'refused' : null;
  const untaken = offered && outcome === 'refused';
  return {
    name,
    grade: gradeOfOffer(kind, name),
    offered,
    outcome,
    shownBy: taken?.by ?? refusedIn,
    mark: unoffered ? 'unoffered' : untaken ? 'untaken' : null,
  };
}
