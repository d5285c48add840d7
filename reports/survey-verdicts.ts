/** What the requirements of the device's own listeners say of a survey that was made without a lab and a driver. */
import type { Evidence } from '../harness/evidence.ts';
import type { Finding, Requirement } from '../harness/requirement.ts';
import { requirementFor, requirementOf, servicesFor } from '../harness/requirement.ts';
import type { SurveyedListener, TlsSurvey } from '../harness/survey-facts.ts';
import { usualSettings } from '../harness/usual-settings.ts';
import { cases } from '../suites/catalogue.ts';

export interface SurveyVerdict extends Finding {
  id: string;
  level: Requirement['level'];
  sentence: string;
}

/** One entry a requirement, in the order of the catalogue; nothing that takes more than a survey. */
export function verdictsOn(survey: TlsSurvey): SurveyVerdict[] {
  const listener = listenerOf(survey);
  const evidence = evidenceOf(survey, listener);
  return [...cases.values()]
    .filter((row) => row.surveys === listener && row.requirement !== 'TLSX-22')
    .flatMap((row) =>
      servicesFor(row).map((service) => {
        const id = requirementFor(row, service);
        const { level, sentence, judge } = requirementOf(id);
        return { id, level, sentence, ...judge(evidence, { requirement: id, case: row, service, trust: 'M2' }) };
      }),
    );
}

/** Whoever answers SIP in clear is a SIP server; of all others it makes no difference. */
const listenerOf = ({ probes }: TlsSurvey): SurveyedListener =>
  probes['clear-sip']?.text?.startsWith('SIP/2.0') ? 'sip-listener' : 'web';

const evidenceOf = (survey: TlsSurvey, listener: SurveyedListener): Evidence => ({
  schema: 1,
  dut: { name: '', version: '', driver: 'none', toneHz: null },
  settings: { ...usualSettings, deviceCertificate: 'own', media: 'sink', listener: 'optional' },
  window: 0,
  attempts: [],
  calls: [],
  surveys: [{ listener, ...survey }],
  benchFaults: [],
});
