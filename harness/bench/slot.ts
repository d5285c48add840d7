/** One slot of the run: a lab, a tap and a device. Tests lease it one after another; nothing here is judged. */
import { createHash } from 'node:crypto';
import type { DutFacts, Role, Service } from '../evidence.ts';
import type { CallPlan, KeySeriesPlan } from '../farend/call-plan.ts';
import type { Presentation } from '../lab/presentation.ts';
import type { FaultName } from '../pki/certificate-faults.ts';
import { MethodError, type Capability, type Driver } from '../dut/driver.ts';
import type { SurveyedListener } from '../survey-facts.ts';
import { usualSettings } from '../usual-settings.ts';
import { attempt, untilQuiet, type Surroundings } from './attempt.ts';
import { BracketedAttempts } from './bracketed-attempts.ts';
import { BracketedCalls } from './bracketed-calls.ts';
import { comingBack, type Loss } from './coming-back.ts';
import type { DeviceSetup } from './device-setup.ts';
import { dial, hangUp, type Dialled } from './dialling.ts';
import type { EvidenceStore } from './evidence-store.ts';
import { privateKeysIn, secretsIn } from './key-material.ts';
import { manage, type Management } from './management.ts';
import type { CallParties } from './media-calls.ts';
import type { Arrangement, Frozen } from './protocol.ts';
import { SlotMemory } from './slot-memory.ts';
import { surveyBy } from './survey.ts';
import { TestRecord } from './test-record.ts';
import { controlVisit, type VisitPlan } from './visit-plan.ts';
import { visitBy } from './visitors.ts';

export interface SlotParts extends Surroundings {
  setup: DeviceSetup;
  /** Another unit of the product, started when it is first asked for. */
  secondUnit: () => Promise<{ driver: Driver; setup: DeviceSetup }>;
  parties: CallParties;
  store: EvidenceStore;
  facts: DutFacts;
  capabilities: Capability[];
}

/** The test that has leased the slot. */
interface Lease extends Arrangement {
  presentations: Record<Service, Presentation>;
  record: TestRecord;
  attempts: BracketedAttempts;
  calls: BracketedCalls;
}

export class Slot {
  readonly #parts: SlotParts;
  readonly #memory = new SlotMemory();
  #lease: Lease;

  constructor(parts: SlotParts) {
    this.#parts = parts;
    this.#lease = this.#leased({ settings: usualSettings, flaws: [] });
  }

  #leased(arrangement: Arrangement): Lease {
    const record = new TestRecord(this.#parts, arrangement.settings);
    const attempts = new BracketedAttempts(this.#parts, arrangement, record, this.#memory);
    const calls = new BracketedCalls(this.#parts, arrangement.settings, attempts, record, this.#memory);
    return { ...arrangement, presentations: { sip: {}, provisioning: {} }, record, attempts, calls };
  }

  async arrange(arrangement: Arrangement): Promise<{ capabilities: Capability[] }> {
    this.#lease = this.#leased(arrangement);
    const changed = await this.#parts.setup.ensure(arrangement.settings, arrangement.flaws);
    if (changed) this.#memory.forgetControls();
    return { capabilities: this.#parts.capabilities };
  }

  async present({ service, presentation }: { service: Service; presentation: Presentation }): Promise<void> {
    this.#lease.presentations[service] = presentation;
  }

  async reach({ service }: { service: Service }): Promise<void> {
    const { attempts, presentations } = this.#lease;
    await attempts.meet(service, presentations[service]);
  }

  async reachAlike({ service, dialled }: { service: Service; dialled: Dialled | null }): Promise<void> {
    const { attempts, presentations } = this.#lease;
    await attempts.meetAlike(service, presentations[service], dialled);
  }

  async comeBack({ after }: { after: Loss }): Promise<void> {
    const { attempts, presentations, settings } = this.#lease;
    await attempts.meet('sip', presentations.sip, comingBack(this.#parts, settings, after));
  }

  async greet({ service }: { service: Service }): Promise<void> {
    await this.#lease.attempts.greet(service);
  }

  async distrust({ certificate }: { certificate: FaultName }): Promise<void> {
    await this.#parts.setup.distrust(certificate);
  }

  /** Something at the device's management interface; the next test finds the device as usual. */
  async manage(asked: Management): Promise<void> {
    const { driver, setup, pki, profile } = this.#parts;
    const { record } = this.#lease;
    await manage({ driver, setup, pki, trustEntries: profile.trustEntries }, asked, (action) => record.did(action));
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
    await this.#lease.attempts.lookAgain(false);
  }

  /** The same, and what the device opens of its own accord belongs to that attempt, too. */
  async watch(): Promise<void> {
    await this.#lease.attempts.lookAgain(true);
  }

  async dial(dialled: Dialled): Promise<void> {
    await this.#lease.attempts.goOn((last) => dial(this.#parts, last, dialled));
  }

  async hangUp(): Promise<void> {
    await this.#lease.attempts.goOn((last) => hangUp(this.#parts, last));
  }

  /** TLS to the SIP server becomes impossible, as long as nothing else is presented: what is open ends, what comes is reset. */
  async sever(): Promise<void> {
    const { tap, resetter, setup } = this.#parts;
    setup.registered = false;
    await tap.route('sip', resetter.address);
    await tap.disconnect('sip');
  }

  /** Without a control: what the other unit shows is compared with what this one does. */
  async reachWithSecondUnit({ service }: { service: Service }): Promise<void> {
    const { settings, flaws, presentations, record } = this.#lease;
    const { driver, setup } = await this.#parts.secondUnit();
    await setup.ensure(settings, flaws);
    const recorded = await attempt({ ...this.#parts, driver }, service, presentations[service], 'case');
    record.keep({ ...recorded, attempt: { ...recorded.attempt, unit: 'second' } }, 'case');
  }

  async visit(plan: VisitPlan): Promise<void> {
    const { visits } = this.#lease.record;
    const control = controlVisit(plan);
    const meanwhileOf = ({ claimsServer }: VisitPlan) =>
      claimsServer ? () => this.reach({ service: 'sip' }) : undefined;
    const come = async (who: VisitPlan, role: Role): Promise<void> =>
      void visits.push({ ...(await visitBy(this.#parts, who, meanwhileOf(who))), role });
    if (!visits.some(({ role }) => role !== 'case')) await come(control, 'control-before');
    await come(plan, 'case');
    // Also where the visitor was welcome: that may be what it must not be, for its own reason.
    await come(control, 'control-after');
  }

  async survey({ listener }: { listener: SurveyedListener }): Promise<void> {
    const { settings, flaws, record } = this.#lease;
    const { surveys } = this.#memory;
    const key = JSON.stringify([listener, settings, flaws]);
    const made = surveys.get(key) ?? (await surveyBy(this.#parts, listener));
    surveys.set(key, made);
    record.surveys.push(made);
  }

  async download(): Promise<void> {
    const { driver, setup } = this.#parts;
    const { record, calls } = this.#lease;
    const { files } = await driver.request('download', {});
    for (const { name, contentBase64 } of files) {
      const content = Buffer.from(contentBase64, 'base64');
      const sha256 = createHash('sha256').update(content).digest('hex');
      const privateKeys = privateKeysIn(content, setup.ownKeys());
      const mediaKeys = calls.mediaKeys.length > 0 && { mediaKeys: secretsIn(content, calls.mediaKeys) };
      record.downloads.push({ name, bytes: content.length, sha256, privateKeys, ...mediaKeys });
    }
  }

  async converse(plan: CallPlan): Promise<void> {
    await this.#lease.calls.converse(plan);
  }

  async gatherKeys(plan: KeySeriesPlan): Promise<void> {
    await this.#lease.calls.gatherKeys(plan);
  }

  async freeze(): Promise<Frozen> {
    return this.#lease.record.freeze();
  }
}
