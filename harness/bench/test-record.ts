/** What one test has gathered, up to its evidence. Nothing here is judged. */
import type {
  Action,
  Attempt,
  BenchFault,
  DeviceSettings,
  Download,
  DutFacts,
  Evidence,
  KeySeriesFacts,
  Role,
} from '../evidence.ts';
import type { Fronts, Lab } from '../lab/lab.ts';
import type { Profile } from '../profiles/profile.ts';
import type { Survey } from '../survey-facts.ts';
import { writeCapture } from '../tap/pcapng.ts';
import type { RecordedConnection, RecordedDatagram, Tap } from '../tap/tap.ts';
import type { Recorded } from './attempt.ts';
import type { EvidenceStore } from './evidence-store.ts';
import type { Frozen } from './protocol.ts';
import { srtpFaults } from './srtp-faults.ts';

export interface RecordParts {
  lab: Lab;
  tap: Tap;
  profile: Profile;
  store: EvidenceStore;
  facts: DutFacts;
}

interface Captured {
  connections: readonly RecordedConnection[];
  datagrams: readonly RecordedDatagram[];
}

export class TestRecord {
  readonly attempts: Attempt[] = [];
  readonly calls: Evidence['calls'] = [];
  readonly keySeries: KeySeriesFacts[] = [];
  readonly visits: NonNullable<Evidence['visits']> = [];
  readonly surveys: Survey[] = [];
  readonly downloads: Download[] = [];
  readonly #parts: RecordParts;
  readonly #settings: DeviceSettings;
  readonly #actions: Action[] = [];
  readonly #connections: RecordedConnection[] = [];
  readonly #datagrams: RecordedDatagram[] = [];
  readonly #faultsBefore: number;
  readonly #tapMark: number;

  /** From now on: faults of the bench before are those of other tests. */
  constructor(parts: RecordParts, settings: DeviceSettings) {
    this.#parts = parts;
    this.#settings = settings;
    this.#faultsBefore = parts.lab.faults().length;
    this.#tapMark = parts.tap.mark();
  }

  /** Whether something was done at the device's management interface. */
  get managed(): boolean {
    return this.#actions.length > 0;
  }

  /** Of the bench, since the test began. */
  get faults(): BenchFault[] {
    const { lab, tap } = this.#parts;
    // Whoever judges media must have proved itself.
    const ofMedia = this.calls.length > 0 ? srtpFaults() : [];
    return [...lab.faults().slice(this.#faultsBefore), ...tap.faultsSince(this.#tapMark), ...ofMedia];
  }

  keep({ attempt, connections }: Recorded, role: Role): void {
    this.attempts.push({ ...attempt, role });
    this.capture({ connections });
  }

  did(action: Omit<Action, 'after'>): void {
    this.#actions.push({ after: this.attempts.length, ...action });
  }

  /** Each connection goes into the capture once. */
  capture({ connections = [], datagrams = [] }: Partial<Captured>): void {
    for (const one of connections) if (!this.#connections.includes(one)) this.#connections.push(one);
    this.#datagrams.push(...datagrams);
  }

  freeze(): Frozen {
    const { store, lab, tap, profile, facts } = this.#parts;
    const captures: string[] = [];
    if (this.#connections.length + this.#datagrams.length > 0) {
      const capture = writeCapture(this.#connections, this.#datagrams, lab.keyLog(), wellKnown(tap.fronts));
      captures.push(store.writeCapture(capture));
    }
    const evidence: Evidence = {
      schema: 1,
      dut: facts,
      settings: this.#settings,
      window: profile.windows.silence,
      ...(this.#settings.idleLimit === 'on' && { idleLimit: profile.idleLimit }),
      ...(profile.windows.handshake && { handshakeLimit: profile.windows.handshake }),
      attempts: this.attempts,
      calls: this.calls,
      ...(this.visits.length > 0 && { visits: this.visits }),
      ...(this.surveys.length > 0 && { surveys: this.surveys }),
      ...(this.#actions.length > 0 && { actions: this.#actions }),
      ...(this.downloads.length > 0 && { downloads: this.downloads }),
      ...(this.keySeries.length > 0 && { keySeries: this.keySeries }),
      benchFaults: this.faults,
    };
    return { evidence, file: store.writeEvidence(evidence), captures };
  }
}

/** Captures show the ports that the services have in the field, which is where Wireshark looks for SIP and HTTP. */
const wellKnown = ({ sip, provisioning }: Fronts): Fronts => ({
  sip: { ...sip, port: 5061 },
  provisioning: { ...provisioning, port: 443 },
});
