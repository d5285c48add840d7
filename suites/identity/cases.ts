/** The cases of the area, joined, by what they need of the device. */
import { cases as certificate } from './cases/certificate.ts';
import { cases as listener } from './cases/listener.ts';
import { cases as rejection } from './cases/rejection.ts';
import { cases as request } from './cases/request.ts';

export { certificate, listener, rejection, request };
