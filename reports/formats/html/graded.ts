/** A name of a registry in the colour of its grade. */
import { gradeOfOffer, type OfferGrade, type OfferKind } from '../../../harness/wire/tls/registries/offer-grades.ts';
import { html, type Markup } from './markup.ts';

export const graded = (name: string, grade: OfferGrade): Markup =>
  html`<code class="grade-${grade}" title="${grade}">${name}</code>`;

export const gradedList = (kind: OfferKind, names: readonly string[]): Markup =>
  html`${names.map((name, index) => html`${index > 0 && ', '}${graded(name, gradeOfOffer(kind, name))}`)}`;
