/** One slot of the run: a lab, a tap and a device. Tests lease it one after another; nothing here is judged. */
import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type {
  Action,
  Attempt,
  BenchFault,
  Call,
  DeviceSettings,
  Download,
  DutFacts,
  Evidence,
  KeySeriesFacts,
  Role,
  Service,
} from '../evidence.ts';
import { BenchError } from '../errors.ts';
import { accepted, controlHeld } from '../judge/bench-part.ts';
import { media } from '../judge/media/call-part.ts';
import { controlOf, trustedCertificate, type Presentation } from '../lab/presentation.ts';
import type { Fronts } from '../lab/lab.ts';
import type { RecordedConnection, RecordedDatagram } from '../tap/tap.ts';
import { writeCapture } from '../tap/pcapng.ts';
import type { FaultName } from '../pki/certificate-faults.ts';
import { attempt, untilQuiet, type Beginning, type Recorded } from './attempt.ts';
import { comingBack, type Loss } from './coming-back.ts';
import type { DeviceSetup } from './device-setup.ts';
import { dial, hangUp, type Dialled } from './dialling.ts';
import type { EvidenceStore } from './evidence-store.ts';
import { greetings } from './greeting.ts';
import { privateKeysIn, secretsIn, type Secret } from './key-material.ts';
import { manage, type Management } from './management.ts';
import { controlCall, converse, gatherKeys, type CallParties } from './media-calls.ts';
import type { CallPlan, KeySeriesPlan } from '../farend/call-plan.ts';
import { statisticsOf } from '../farend/key-statistics.ts';
import { srtpFaults } from './srtp-faults.ts';
import type { Frozen } from './protocol.ts';
import type { Surroundings } from './attempt.ts';
import { controlVisit, type VisitPlan } from './visit-plan.ts';
import { surveyBy } from './survey.ts';
import { visitBy } from './visitors.ts';
import { MethodError, type Capability, type Driver } from '../dut/driver.ts';
import { usualSettings } from '../usual-settings.ts';
import type { Survey, SurveyedListener } from '../survey-facts.ts';

export interface SlotParts extends Surroundings {
  setup: DeviceSetup;
  /** Another unit of the product, started when it is first asked for. */
  secondUnit: () => Promise<{ driver: Driver; setup: DeviceSetup }>;
  parties: CallParties;
  store: EvidenceStore;
  facts: DutFacts;
  capabilities: Capability[];
}

export class Slot {
  readonly #parts: SlotParts;
  #settings = usualSettings;
  #flaws: string[] = [];
  #presentations: Record<Service, Presentation> = { sip: {}, provisioning: {} };
  #attempts: Attempt[] = [];
  #actions: Action[] = [];
  #downloads: Download[] = [];
  #keySeries: KeySeriesFacts[] = [];
  /** Of the calls of this test; they never get into evidence. */
  #mediaKeys: Secret[] = [];
  #visits: NonNullable<Evidence['visits']> = [];
  #surveys: Survey[] = [];
  /** Of the whole run: what a listener speaks follows from the settings and flaws of the device. */
  readonly #surveysMade = new Map<string, Survey>();
  /** What this test has prepared the device for: what it changes afterwards by itself is left as it is. */
  #prepared = new Set<string>();
  /** What was presented to this test and accepted. */
  readonly #accepted = new Set<string>();
  #last: Recorded | null = null;
  #calls: Evidence['calls'] = [];
  #connections: RecordedConnection[] = [];
  #datagrams: RecordedDatagram[] = [];
  /** The connection of the registration that calls go over. */
  #registration: readonly RecordedConnection[] = [];
  #faultsBefore = 0;
  #faultsAtRegistration = 0;
  #tapMark = 0;
  /** The last control that held, by its class; it also serves as the "before" of the next case of that class. */
  #held = new Map<string, Recorded>();
  #heldCalls = new Map<string, Evidence['calls'][number]>();
  /** Of the whole run: what a hello says follows from the settings and flaws of the device. */
  readonly #greetings = new Map<string, Recorded[]>();

  constructor(parts: SlotParts) {
    this.#parts = parts;
  }

  async arrange({
    settings,
    flaws,
  }: {
    settings: DeviceSettings;
    flaws: string[];
  }): Promise<{ capabilities: Capability[] }> {
    this.#attempts = [];
    this.#actions = [];
    this.#downloads = [];
    this.#keySeries = [];
    this.#mediaKeys = [];
    this.#visits = [];
    this.#surveys = [];
    this.#prepared.clear();
    this.#accepted.clear();
    this.#last = null;
    this.#calls = [];
    this.#connections = [];
    this.#datagrams = [];
    this.#presentations = { sip: {}, provisioning: {} };
    this.#faultsBefore = this.#parts.lab.faults().length;
    this.#tapMark = this.#parts.tap.mark();
    this.#settings = settings;
    this.#flaws = flaws;
    const changed = await this.#parts.setup.ensure(settings, flaws);
    if (changed) {
      this.#held.clear();
      this.#heldCalls.clear();
    }
    return { capabilities: this.#parts.capabilities };
  }

  async present({ service, presentation }: { service: Service; presentation: Presentation }): Promise<void> {
    this.#presentations[service] = presentation;
  }

  async reach({ service }: { service: Service }): Promise<void> {
    await this.#meet(service);
  }

  async comeBack({ after }: { after: Loss }): Promise<void> {
    await this.#meet('sip', comingBack(this.#parts, this.#settings, after));
  }

  /** The attempt of the case, with its controls. */
  async #meet(service: Service, beginning?: Beginning): Promise<void> {
    const presentation = this.#presentations[service];
    const purpose = JSON.stringify([service, presentation]);
    // What was accepted in this test and is refused now had its trust withdrawn: its control is itself, trusted.
    const withdrawn = this.#accepted.has(purpose);
    const managed = this.#actions.length > 0;
    const control = withdrawn && !managed ? presentation : controlOf(service, presentation, this.#settings.trust);
    const name = JSON.stringify([service, control]);
    if (!this.#prepared.has(purpose)) await this.#prepare(service, presentation, control);
    this.#prepared.add(purpose);
    if (!this.#attempts.some((one) => one.role !== 'case' && one.service === service)) {
      const held = this.#held.get(name) ?? (await this.#attempt(service, control, 'control-before'));
      this.#keep(held, 'control-before');
      if (controlHeld(held.attempt)) this.#held.set(name, held);
    }
    const recorded = await this.#attempt(service, presentation, 'case', beginning);
    this.#keep(recorded, 'case');
    this.#last = recorded;
    if (controlHeld(recorded.attempt)) return void this.#accepted.add(purpose);
    // A case that is the good one has nothing to be compared with but itself, on a device as it was before.
    if (managed && (presentation.certificate ?? 'good') === control.certificate) await this.#restore();
    await this.#prepare(service, presentation, control);
    const after = await this.#attempt(service, control, 'control-after');
    this.#keep(after, 'control-after');
    if (controlHeld(after.attempt)) this.#held.set(name, after);
    else this.#held.delete(name);
  }

  async greet({ service }: { service: Service }): Promise<void> {
    const purpose = JSON.stringify([service, this.#settings, this.#flaws]);
    const recorded = this.#greetings.get(purpose) ?? (await this.#greeted(service));
    for (const one of recorded) this.#keep(one, 'case');
    // What a faulty bench has gathered must not reach the next test.
    if (this.#faults().length === 0) this.#greetings.set(purpose, recorded);
  }

  async #greeted(service: Service): Promise<Recorded[]> {
    const presentations = greetings(this.#settings);
    await this.#prepare(service, ...presentations);
    const recorded: Recorded[] = [];
    for (const one of presentations) recorded.push(await this.#attempt(service, one, 'case'));
    return recorded;
  }

  /** What the device has to trust, for the row to be about its one deviation. */
  async #prepare(service: Service, ...presentations: Presentation[]): Promise<void> {
    const served = presentations.map(({ certificate = 'good', target = 'host' }) => ({ service, certificate, target }));
    // What was accepted before was accepted under other conditions.
    if (await this.#parts.setup.ensureTrust(this.#settings, served)) this.#held.clear();
  }

  async #attempt(service: Service, presentation: Presentation, role: Role, beginning?: Beginning): Promise<Recorded> {
    const { setup } = this.#parts;
    await setup.aim(service, presentation.target ?? 'host');
    // Whoever was registered for calls is so no more: every attempt is over a connection of its own.
    if (service === 'sip') setup.registered = false;
    return attempt(this.#parts, service, presentation, role, beginning);
  }

  async distrust({ certificate }: { certificate: FaultName }): Promise<void> {
    await this.#parts.setup.distrust(certificate);
  }

  /** Something at the device's management interface; the next test finds the device as usual. */
  async manage(asked: Management): Promise<void> {
    const { driver, setup, pki, profile } = this.#parts;
    await manage({ driver, setup, pki, trustEntries: profile.trustEntries }, asked, (action) => this.#did(action));
    // A device that has been started anew connects by itself.
    if (asked.what === 'reset') await untilQuiet(this.#parts);
  }

  /** A device keeps its connection as long as it is registered; the next attempt takes one that was left open away. */
  async leave({ service }: { service: Service }): Promise<void> {
    const { driver, profile } = this.#parts;
    const methods = service === 'sip' ? (['unregister', 'register'] as const) : [];
    for (const method of methods) {
      await driver.request(method, {}, profile.windows.attempt).catch((error: unknown) => {
        if (!(error instanceof MethodError)) throw error;
      });
    }
    await this.linger();
  }

  /** Waits for the window of silence what becomes of the connections of the last attempt. */
  async linger(): Promise<void> {
    await this.#lookAgain(false);
  }

  /** The same, and what the device opens of its own accord belongs to that attempt, too. */
  async watch(): Promise<void> {
    await this.#lookAgain(true);
  }

  async dial(dialled: Dialled): Promise<void> {
    await this.#goOn((last) => dial(this.#parts, last, dialled));
  }

  async hangUp(): Promise<void> {
    await this.#goOn((last) => hangUp(this.#parts, last));
  }

  /** What happens belongs to the last attempt. A device that is not registered there has nobody to call through. */
  async #goOn(call: (last: Recorded) => Promise<Pick<Recorded, 'attempt' | 'connections'>>): Promise<void> {
    const last = this.#last;
    const index = this.#attempts.length - 1;
    if (!last || this.#attempts[index]?.role !== 'case' || !accepted(last.attempt)) return;
    const { attempt, connections } = await call(last);
    this.#attempts[index] = { ...attempt, role: 'case' };
    this.#include(connections);
  }

  /** TLS to the SIP server becomes impossible, as long as nothing else is presented: what is open ends, what comes is reset. */
  async sever(): Promise<void> {
    const { tap, resetter, setup } = this.#parts;
    setup.registered = false;
    await tap.route('sip', resetter.address);
    await tap.disconnect('sip');
  }

  async #lookAgain(withLater: boolean): Promise<void> {
    const { attempt: before, again } = this.#last ?? {};
    const index = this.#attempts.findLastIndex(
      ({ role, startedAt }) => role === 'case' && startedAt === before?.startedAt,
    );
    const role = this.#attempts[index]?.role;
    if (!again || !role) throw new BenchError('BENCH_FAULT', 'there is no attempt whose connections could be watched');
    const quiet = await untilQuiet(this.#parts);
    const isLast = index === this.#attempts.length - 1;
    const { attempt, connections } = again(withLater && isLast ? quiet : null);
    this.#attempts[index] = { ...attempt, role };
    this.#include(connections);
  }

  /** Without a control: what the other unit shows is compared with what this one does. */
  async reachWithSecondUnit({ service }: { service: Service }): Promise<void> {
    const { driver, setup } = await this.#parts.secondUnit();
    await setup.ensure(this.#settings, this.#flaws);
    const recorded = await attempt({ ...this.#parts, driver }, service, this.#presentations[service], 'case');
    this.#keep({ ...recorded, attempt: { ...recorded.attempt, unit: 'second' } }, 'case');
  }

  async visit(plan: VisitPlan): Promise<void> {
    const control = controlVisit(plan);
    const meanwhileOf = ({ claimsServer }: VisitPlan) => (claimsServer ? () => this.#meet('sip') : undefined);
    const come = async (who: VisitPlan, role: Role): Promise<void> =>
      void this.#visits.push({ ...(await visitBy(this.#parts, who, meanwhileOf(who))), role });
    if (!this.#visits.some(({ role }) => role !== 'case')) await come(control, 'control-before');
    await come(plan, 'case');
    // Also where the visitor was welcome: that may be what it must not be, for its own reason.
    await come(control, 'control-after');
  }

  async survey({ listener }: { listener: SurveyedListener }): Promise<void> {
    const key = JSON.stringify([listener, this.#settings, this.#flaws]);
    const made = this.#surveysMade.get(key) ?? (await surveyBy(this.#parts, listener));
    this.#surveysMade.set(key, made);
    this.#surveys.push(made);
  }

  async download(): Promise<void> {
    const { driver, setup } = this.#parts;
    const { files } = await driver.request('download', {});
    for (const { name, contentBase64 } of files) {
      const content = Buffer.from(contentBase64, 'base64');
      const sha256 = createHash('sha256').update(content).digest('hex');
      const privateKeys = privateKeysIn(content, setup.ownKeys());
      const mediaKeys = this.#mediaKeys.length > 0 && { mediaKeys: secretsIn(content, this.#mediaKeys) };
      this.#downloads.push({ name, bytes: content.length, sha256, privateKeys, ...mediaKeys });
    }
  }

  async #restore(): Promise<void> {
    await this.#parts.setup.restore();
    this.#did({ what: 'restore', about: 'as before the test', said: 'done' });
  }

  #did(action: Omit<Action, 'after'>): void {
    this.#actions.push({ after: this.#attempts.length, ...action });
  }

  async gatherKeys(plan: KeySeriesPlan): Promise<void> {
    await this.#register();
    const gathered = await gatherKeys(this.#parts.parties, plan, this.#settings.srtp);
    this.#keySeries.push({ direction: plan.direction, asked: plan.calls, ...statisticsOf(gathered) });
    const secret = (name: string) => (octets: Buffer) => ({ name, octets });
    this.#mediaKeys.push(
      ...gathered.keys.map(({ octets }) => octets).map(secret('a media key of the device')),
      ...gathered.farKeys.map(secret('a media key of the other side')),
    );
  }

  async converse(plan: CallPlan): Promise<void> {
    await this.#register();
    const control = controlCall(plan);
    const name = JSON.stringify(control);
    // Where the case is the control itself there is nothing to compare it with.
    if (!isDeepStrictEqual({ ...plan, packets: control.packets }, control)) {
      const before = this.#heldCalls.get(name) ?? (await this.#call(control, 'control-before'));
      this.#calls.push({ ...before, role: 'control-before' });
      if (media(before) > 0) this.#heldCalls.set(name, before);
    }
    for (let earlier = 1; earlier < (plan.times ?? 1); earlier++) this.#calls.push(await this.#call(plan, 'case'));
    const call = await this.#call(plan, 'case');
    this.#calls.push(call);
    if (media(call) > 0 && isHeard(call)) return;
    await this.#register();
    const after = await this.#call(control, 'control-after');
    this.#calls.push(after);
    if (media(after) > 0) this.#heldCalls.set(name, after);
    else this.#heldCalls.delete(name);
  }

  async freeze(): Promise<Frozen> {
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
      attempts: this.#attempts,
      calls: this.#calls,
      ...(this.#visits.length > 0 && { visits: this.#visits }),
      ...(this.#surveys.length > 0 && { surveys: this.#surveys }),
      ...(this.#actions.length > 0 && { actions: this.#actions }),
      ...(this.#downloads.length > 0 && { downloads: this.#downloads }),
      ...(this.#keySeries.length > 0 && { keySeries: this.#keySeries }),
      benchFaults: this.#faults(),
    };
    return { evidence, file: store.writeEvidence(evidence), captures };
  }

  /** Of the bench, since the test began. */
  #faults(): BenchFault[] {
    const { lab, tap } = this.#parts;
    // Whoever judges media must have proved itself.
    const ofMedia = this.#calls.length > 0 ? srtpFaults() : [];
    return [...lab.faults().slice(this.#faultsBefore), ...tap.faultsSince(this.#tapMark), ...ofMedia];
  }

  #keep({ attempt: facts, connections }: Recorded, role: Role): void {
    this.#attempts.push({ ...facts, role });
    this.#include(connections);
  }

  #include(connections: readonly RecordedConnection[]): void {
    for (const one of connections) if (!this.#connections.includes(one)) this.#connections.push(one);
  }

  /** Calls need a registration over the front, with a certificate that the device trusts. Its connection carries the
   * device's side of every call, so it belongs to the capture of each. */
  async #register(): Promise<void> {
    const { setup, lab } = this.#parts;
    // A Kamailio that died and came back knows nobody, and a device whose connection has ended is not reached.
    const faults = lab.faults().length;
    const stands = this.#registration.some(({ closed }) => closed.by === 'open');
    if (setup.registered && stands && faults === this.#faultsAtRegistration) {
      return this.#include(this.#registration);
    }
    this.#faultsAtRegistration = faults;
    const good = { certificate: trustedCertificate(this.#settings.trust) };
    await this.#prepare('sip', good);
    const recorded = await this.#attempt('sip', good, 'control-before');
    setup.registered = accepted(recorded.attempt);
    this.#registration = recorded.connections;
    this.#keep(recorded, 'control-before');
  }

  async #call(plan: CallPlan, role: Role): Promise<Evidence['calls'][number]> {
    const { call, datagrams } = await converse(this.#parts.parties, plan);
    this.#datagrams.push(...datagrams);
    return { ...call, role };
  }
}

/** Whether the device sent back something of all that was marked; a silence may have another cause, as may no media at all. */
const isHeard = ({ steps }: Call): boolean => steps.every(({ echoes }) => !echoes || echoes.heard > 0);

/** Captures show the ports that the services have in the field, which is where Wireshark looks for SIP and HTTP. */
const wellKnown = ({ sip, provisioning }: Fronts): Fronts => ({
  sip: { ...sip, port: 5061 },
  provisioning: { ...provisioning, port: 443 },
});
