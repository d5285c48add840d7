/**
 * An invented run over the real catalogue, judged by the real judges: what the tests of the reports print. The device of
 * it ignores dates over SIP, lets a wildcard match, speaks plain RTP where it must not, and is right elsewhere.
 */
import type { Attempt, Evidence, Role, Service, TrustMode } from '../../harness/evidence.ts';
import { outcomeFor, requirementFor, servicesFor, type Case } from '../../harness/requirement.ts';
import { usualSettings } from '../../harness/usual-settings.ts';
import { conclude, type Circumstances } from '../conclude.ts';
import { currentCatalogue } from '../current-catalogue.ts';
import type { JudgedRow } from '../rows.ts';
import type { RunRecord } from '../run-record.ts';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, sha256 } from './attempts.ts';
import { calls, type CallPlan } from './calls.ts';

export interface SampleRun {
  record: RunRecord;
  rows: JudgedRow[];
  /** By their path within the run's folder. */
  evidence: Map<string, Evidence>;
}

export interface SampleDevice {
  name: string;
  /** `case service` pairs that it accepts though it must not. */
  accepts: readonly string[];
  /** Cells `direction/device/far` where it goes in clear though it must not. */
  plain: readonly string[];
}

export const sloppy: SampleDevice = {
  name: 'Sample Door Station <G2>',
  accepts: ['DT-01 sip', 'DT-03 sip', 'NM-06 sip'],
  plain: ['outgoing/mandatory/disabled'],
};
export const faultless: SampleDevice = { ...sloppy, accepts: [], plain: [] };

export function sampleRun(device: SampleDevice = sloppy, about: Partial<Circumstances> = {}): SampleRun {
  const evidence = new Map<string, Evidence>();
  const rows: JudgedRow[] = [];
  const keep = (one: Evidence): string => {
    const path = `evidence/${sha256(JSON.stringify(one))}.json`;
    evidence.set(path, one);
    return path;
  };
  let second = 0;
  for (const [id, row] of currentCatalogue.cases) {
    for (const [trust, service] of settings(id, row)) {
      second += 3;
      const stored = id.startsWith('SDES-04/') ? called(device, id) : connected(device, row, service, trust, second);
      if (!stored) continue;
      const requirement = requirementFor(row, service);
      const { judge } = currentCatalogue.requirements.get(requirement) ?? {};
      if (!judge) continue;
      const context = { requirement, case: row, service, trust };
      rows.push({
        requirement,
        case: id,
        service,
        trust,
        variant: 'clean',
        title: row.title,
        spec: 'suites/certificates/server-certificate.spec.ts:27',
        ...judge(stored, context),
        reason: null,
        evidence: keep(stored),
        captures: ['captures/sample.pcapng'],
        durationMs: 1200,
      });
    }
  }
  rows.push(...unjudged());
  const record = conclude(rows, currentCatalogue, {
    settings: {
      id: '20261120-140200-sample',
      policy: 'bcp',
      gate: 'baseline',
      failOn: 'must',
      recordOnly: false,
      commandLine: 'ringproof certify',
    },
    selection: null,
    dut: { name: device.name, version: '3.2', driver: 'bundled', profile: 'bundled' },
    lab: {
      runtime: 'local',
      why: 'no container engine answered',
      programs: { kamailio: '5.6.3', nginx: '1.22.1' },
      readyMs: 612,
    },
    benchFaults: [],
    waivers: [
      {
        requirement: 'NAME-08',
        owner: 'M. Example',
        reason: 'the hosted server has only a wildcard',
        expires: '2027-03-31',
      },
    ],
    ringproof: '0.1.0',
    startedAt: '2026-11-20T14:02:00.000Z',
    durationMs: 26400,
    interrupted: false,
    ...about,
  });
  return { record, rows, evidence };
}

/** Writes the evidence of a run into its folder, with captures that hold nothing. */
export function storeEvidence(run: SampleRun, folder: string): void {
  mkdirSync(join(folder, 'evidence'), { recursive: true });
  mkdirSync(join(folder, 'captures'), { recursive: true });
  for (const [path, evidence] of run.evidence) writeFileSync(join(folder, path), JSON.stringify(evidence));
  writeFileSync(join(folder, 'captures', 'sample.pcapng'), Buffer.alloc(41 * 1024));
}

function settings(id: string, row: Case): [TrustMode, Service][] {
  if (id.startsWith('SDES-04/')) return [['M2', 'sip']];
  const modes = Object.keys(row.expect) as TrustMode[];
  return modes.flatMap((trust) =>
    servicesFor(row)
      .filter((service) => outcomeFor(row, trust, service))
      .map((service): [TrustMode, Service] => [trust, service]),
  );
}

/** Their judges look at more than attempts: at lists, at connections that stand. */
const notInvented: readonly string[] = ['CERT-39', 'CERT-41', 'CERT-44'];

/** Only certificate cases are invented; the others stay without a row, as in a run that was limited. */
function connected(
  device: SampleDevice,
  row: Case,
  service: Service,
  trust: TrustMode,
  second: number,
): Evidence | null {
  const { certificate, ...rest } = row.serves;
  if (!certificate || Object.keys(rest).length > 0 || notInvented.includes(requirementFor(row, service))) return null;
  if (row.series) return served(device, row.series, service, trust, second);
  const wanted = outcomeFor(row, trust, service);
  const accepts =
    wanted === 'accept' || (wanted === 'record' && trust === 'M0') || device.accepts.includes(`${row.id} ${service}`);
  const code = row.alerts?.[0] ?? null;
  const alert =
    code === null || service === 'provisioning' ? null : { code, name: alertNames[code] ?? 'bad_certificate' };
  return {
    ...base(device, trust),
    attempts: [
      attempt({ service, role: 'control-before', certificate: 'good', accepts: true, second }),
      ...(row.before ?? []).flatMap((outcome) => earlier(outcome !== 'refuse', certificate, service, second)),
      attempt({ service, role: 'case', certificate, accepts, alert, second: second + 1 }),
      attempt({ service, role: 'control-after', certificate: 'good', accepts: true, second: second + 2 }),
    ],
  };
}

/** An attempt before the one that decides; behind a refusal stands a control. */
const earlier = (accepts: boolean, certificate: string, service: Service, second: number): Attempt[] => [
  attempt({ service, role: 'case', certificate, accepts, second }),
  ...(accepts ? [] : [attempt({ service, role: 'control-after', certificate: 'good', accepts: true, second })]),
];

/** The device of the sample goes up as far as four authorities. */
const deepest = 4;

function served(
  device: SampleDevice,
  series: readonly string[],
  service: Service,
  trust: TrustMode,
  second: number,
): Evidence {
  const one = (role: Role, certificate: string, accepts: boolean) =>
    attempt({ service, role, certificate, accepts, second });
  const attempts = series.flatMap((certificate, index) => {
    const accepts = index < deepest;
    return [one('case', certificate, accepts), ...(accepts ? [] : [one('control-after', 'good', true)])];
  });
  return { ...base(device, trust), attempts: [one('control-before', 'good', true), ...attempts] };
}

function called(device: SampleDevice, id: string): Evidence {
  const [, direction, policy, far] = id.split('/') as [
    string,
    CallPlan['direction'],
    CallPlan['device'],
    CallPlan['far'],
  ];
  const instead = device.plain.includes(`${direction}/${policy}/${far}`) ? ({ instead: 'RTP' } as const) : {};
  return { ...base(device, 'M2'), calls: calls({ direction, device: policy, far, ...instead }) };
}

const base = (device: SampleDevice, trust: TrustMode): Evidence => ({
  schema: 1,
  dut: { name: device.name, version: '3.2', driver: 'bundled', toneHz: 1000 },
  settings: { ...usualSettings, trust },
  window: 1000,
  attempts: [],
  calls: [],
  benchFaults: [],
});

const alertNames: Record<number, string> = {
  42: 'bad_certificate',
  43: 'unsupported_certificate',
  45: 'certificate_expired',
  48: 'unknown_ca',
};

function unjudged(): JudgedRow[] {
  const blank = {
    case: null,
    service: 'sip' as const,
    trust: 'M2' as const,
    variant: 'clean',
    expected: '',
    seen: '',
    evidence: null,
    captures: [],
    durationMs: 3,
  };
  const spec = 'suites/identity/device-certificate.spec.ts:12';
  return [
    {
      ...blank,
      requirement: 'MTLS-01',
      title: 'sends its certificate',
      spec,
      verdict: 'not-applicable',
      reason: 'the device has no certificate of its own',
    },
    {
      ...blank,
      requirement: 'SRTP-01',
      title: 'protects every packet',
      spec,
      verdict: 'error',
      seen: 'LAB-DIED: Kamailio ended',
      reason: 'LAB-DIED: Kamailio ended with signal 9\n  hint: see its log',
    },
    {
      ...blank,
      requirement: 'SRTP-04',
      title: 'plays the tone',
      spec,
      verdict: 'inconclusive',
      expected: 'the tone of 1000 Hz',
      seen: 'too little audio came',
      reason: null,
    },
  ];
}
