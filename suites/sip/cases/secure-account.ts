/** The rows of an account of sips:, and those that take more than one call. */
import { defineCases } from '../../../harness/requirement.ts';
import '../requirements.ts';
import { accept, refuse } from './row-parts.ts';

export const secureAccount = defineCases({
  'SIPS-03': {
    ...accept,
    title: 'the registration of an account of sips:',
    requirement: 'SIPS-03',
    serves: { sip: 'honest' },
    needs: ['sips'],
  },
  'SIPS-08': {
    ...refuse,
    title: 'a call to sip: of a device whose account is one of sips:',
    requirement: 'SIPS-08',
    serves: { sip: 'calls-by-sip' },
  },
  'SIPS-11': {
    ...accept,
    title: 'a call to sips: of a device whose account is one of sips:',
    requirement: 'SIPS-11',
    serves: { sip: 'calls-by-sips' },
  },
  'SIPS-19': {
    ...accept,
    title: 'NAPTR records of SIP+D2T first and SIPS+D2T behind it',
    requirement: 'SIPS-19',
    serves: { sip: 'honest', target: 'naptr', controlTarget: 'host' },
  },
  'SIPS-20': {
    ...accept,
    title: 'no NAPTR record, SRV records of _sip._tcp and of _sips._tcp',
    requirement: 'SIPS-20',
    serves: { sip: 'honest', target: 'two-services', controlTarget: 'host' },
  },
});

export const bothSchemes = defineCases({
  'SIPS-01': {
    ...accept,
    title: 'a call to sip:, then one to sips:',
    requirement: 'SIPS-01',
    serves: { sip: 'honest' },
  },
});

export const held = defineCases({
  'SIPS-12/HOLD': {
    ...accept,
    title: 'a call to sips: that the device puts on hold',
    requirement: 'SIPS-12',
    serves: { sip: 'honest' },
    needs: ['hold'],
  },
  'SIPS-21/HOLD': {
    ...accept,
    title: 'a call to sips: that the device puts on hold, and its end',
    requirement: 'SIPS-21',
    serves: { sip: 'honest' },
    needs: ['hold'],
  },
});

export const severed = defineCases({
  'SIPS-23': {
    ...refuse,
    title: 'a call to sips: once the server resets every connection',
    requirement: 'SIPS-23',
    serves: { sip: 'honest' },
  },
});
