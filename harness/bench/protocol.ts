/**
 * What a Playwright worker asks the bench. Labs and devices belong to the run and live in one process; workers come
 * and go (a failing test ends its worker) and lease a slot by their parallelIndex.
 */
import type { DeviceSettings, Evidence, Service } from '../evidence.ts';
import type { Presentation } from '../lab/presentation.ts';
import type { Capability } from '../dut/driver.ts';
import type { CallPlan, KeySeriesPlan } from '../farend/call-plan.ts';
import type { FaultName } from '../pki/certificate-faults.ts';
import type { Loss } from './coming-back.ts';
import type { Dialled } from './dialling.ts';
import type { Management } from './management.ts';
import type { SurveyedListener } from '../survey-facts.ts';
import type { VisitPlan } from './visit-plan.ts';

export interface Frozen {
  evidence: Evidence;
  /** `evidence/<sha256>.json` within the run folder. */
  file: string;
  /** `captures/<sha256>.pcapng` within the run folder. */
  captures: string[];
}

/** How the device of a test is set up. */
export interface Arrangement {
  settings: DeviceSettings;
  /** What the bundled endpoint does wrongly on request. */
  flaws: string[];
}

export interface BenchMethods {
  /** Starts a test: the slot's device is set up as asked and the evidence of the last test is forgotten. */
  arrange: { params: Arrangement; result: { capabilities: Capability[] } };
  present: { params: { service: Service; presentation: Presentation }; result: null };
  reach: { params: { service: Service }; result: null };
  /** The same between two controls of its own, in each of which the device does the same: it registers and, where that is
   * asked, calls. */
  reachAlike: { params: { service: Service; dialled: Dialled | null }; result: null };
  /** The device loses its connection and comes back by itself, to what is presented now. */
  comeBack: { params: { after: Loss }; result: null };
  /** Gathers ClientHellos, once for a service and a device that is set up in one way. */
  greet: { params: { service: Service }; result: null };
  /** Takes a certificate out of the device's trust list. */
  distrust: { params: { certificate: FaultName }; result: null };
  /** Something at the device's management interface. */
  manage: { params: Management; result: null };
  /** The device takes its registration back and attempts anew; what it closes by that is watched. */
  leave: { params: { service: Service }; result: null };
  /** Watches what becomes of the connections of the last attempt. */
  linger: { params: null; result: null };
  /** The same, with the connections that the device opens meanwhile. */
  watch: { params: null; result: null };
  /** The device is told to place a call over the registration of the last attempt, and to hang up. */
  dial: { params: Dialled; result: null };
  /** The device is told to end the call that it takes part in, over the registration of the last attempt. */
  hangUp: { params: null; result: null };
  /** The same as `reach` with another unit of the product; its provisioning file has a name of its own. */
  reachWithSecondUnit: { params: { service: Service }; result: null };
  /** Connects to the device's own listener, between two good visitors. */
  visit: { params: VisitPlan; result: null };
  /** Surveys one of the device's own listeners, once for the settings and flaws that it has. */
  survey: { params: { listener: SurveyedListener }; result: null };
  /** Fetches all that the device hands to whoever manages it. */
  download: { params: null; result: null };
  converse: { params: CallPlan; result: null };
  /** Many calls without media; their keys are told by what they are like, and looked for in what the device hands out. */
  gatherKeys: { params: KeySeriesPlan; result: null };
  /** Ends the connections to the SIP server and resets what comes in their place. */
  sever: { params: null; result: null };
  freeze: { params: null; result: Frozen };
}

export type BenchMethod = keyof BenchMethods;

export interface BenchRequest {
  id: number;
  slot: number;
  method: BenchMethod;
  params: unknown;
}

/** `unsupported`: the driver has no such capability, which is the device's profile and not a fault. */
export type BenchResponse =
  | { id: number; result: unknown }
  | { id: number; error: { kind: 'bench' | 'unsupported'; code: string; message: string } };
