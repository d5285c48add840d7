/** What playwright.config.ts names: the certification reporter over the catalogue of this version. */
import { Certification } from './certification.ts';
import { currentCatalogue } from './current-catalogue.ts';

// Playwright constructs the default export of a reporter's module.
export default class RingproofReporter extends Certification {
  constructor() {
    super({ catalogue: currentCatalogue });
  }
}
