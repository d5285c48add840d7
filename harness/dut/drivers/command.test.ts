import { expect, test } from '@playwright/test';
import { MethodError, type MethodName } from '../driver.ts';
import { commandDriver } from './command.ts';

/** A driver written on one line; `on` gets the request and returns the answer's text or nothing. */
const program = (hello: string, on: string): string[] => [
  process.execPath,
  '-e',
  `console.log(${JSON.stringify(hello)});
   require('node:readline').createInterface({input:process.stdin}).on('line', (line) => { const q = JSON.parse(line); (${on})(q); }).on('close', () => process.exit(0));`,
];
const hello = JSON.stringify({ hello: { protocol: 1, name: 'sample', version: '2', capabilities: ['register'] } });
const kindOf = (error: unknown) => (error instanceof MethodError ? error.kind : String(error));

test('answers come back by id, garbage between them is kept as log', async () => {
  const driver = commandDriver({
    command: program(
      hello,
      "(q) => { console.log('garbage'); console.log(JSON.stringify({id: q.id, result: {outcome: 'refused'}})); }",
    ),
  });

  expect(await driver.hello()).toMatchObject({ name: 'sample', capabilities: ['register'] });
  expect(await driver.request('register', {})).toEqual({ outcome: 'refused' });
  expect(driver.log()).toContain('not a message: garbage');
  await driver.close();
});

test('an error answer is told by its kind', async () => {
  const driver = commandDriver({
    command: program(
      hello,
      "(q) => console.log(JSON.stringify({id: q.id, error: {kind: 'unsupported', message: q.method}}))",
    ),
  });

  expect(await driver.request('nonsense' as MethodName, {}).catch(kindOf)).toBe('unsupported');
  await driver.close();
});

test('a driver that hangs is given up after its deadline', async () => {
  const driver = commandDriver({ command: program(hello, '() => undefined') });
  await driver.hello();

  expect(await driver.request('register', {}, 50).catch(kindOf)).toBe('timeout');
  await driver.close();
});

test('a driver that dies is reported as crashed, then and at every later request', async () => {
  const driver = commandDriver({ command: program(hello, '() => process.exit(3)') });

  expect(await driver.request('register', {}).catch(kindOf)).toBe('crashed');
  expect(await driver.request('register', {}).catch(kindOf)).toBe('crashed');
  await driver.close();
});

test('a first line that is no hello is refused with the line, what was expected, and the log', async () => {
  const driver = commandDriver({ command: program('Welcome!', '() => undefined') });

  await expect(driver.hello()).rejects.toThrow(/Welcome![\s\S]*"hello"/);
  await driver.close();
});

test('a program that is not there is refused by name', async () => {
  const driver = commandDriver({ command: ['./no-such-driver'] });

  await expect(driver.hello()).rejects.toThrow(/no-such-driver/);
  await driver.close();
});

test('a hello that claims what does not exist is refused with the accepted words', async () => {
  const claims = JSON.stringify({ hello: { protocol: 1, name: 'sample', version: '2', capabilities: ['teleport'] } });
  const driver = commandDriver({ command: program(claims, '() => undefined') });

  await expect(driver.hello()).rejects.toThrow(/expected one of "register"[\s\S]*capabilities\[0\]/);
  await driver.close();
});

test('a result that is none of the contract is refused', async () => {
  const driver = commandDriver({
    command: program(hello, "(q) => console.log(JSON.stringify({id: q.id, result: {outcome: 'splendid'}}))"),
  });

  await expect(driver.request('register', {})).rejects.toThrow(/DRIVER_RESULT[\s\S]*splendid[\s\S]*"accepted"/);
  await driver.close();
});

test('a line that never ends costs no answer', async () => {
  const driver = commandDriver({
    command: program(
      hello,
      "(q) => { process.stdout.write('x'.repeat(3 << 20)); console.log(); console.log(JSON.stringify({id: q.id, result: {}})); }",
    ),
  });

  expect(await driver.request('configure', {})).toEqual({});
  await driver.close();
});

test('what a driver has started ends with it, even if it holds the pipes', async () => {
  const child = "require('node:child_process').spawn('sleep', ['600'], {stdio: 'inherit'})";
  const driver = commandDriver({
    command: program(hello, `(q) => { console.error(${child}.pid); setTimeout(() => process.exit(3), 100); }`),
  });

  expect(await driver.request('register', {}).catch(kindOf)).toBe('crashed');
  await expect.poll(() => isRunning(Number(driver.log()[0]))).toBe(false);
  await driver.close();
});

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
