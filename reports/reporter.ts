/** What playwright.config.ts names: the certification reporter over the catalogue of this version. */
import { loadProfile } from '../harness/profiles/profile.ts';
import { readRunSettings } from '../harness/run-settings.ts';
import { Certification } from './certification.ts';
import { currentCatalogue } from './current-catalogue.ts';

const settings = readRunSettings();
const profile = settings && (await loadProfile(settings.profile));

// Playwright constructs the default export of a reporter's module.
export default class RingproofReporter extends Certification {
  constructor() {
    super({ catalogue: currentCatalogue, settings, profile });
  }
}
