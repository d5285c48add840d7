/** Who the driver says it is, and whether that can be believed. */
import { DriverError } from '../errors.ts';
import { MethodError, type Driver, type FailureKind, type Hello, type MethodName } from '../dut/driver.ts';

/** The driver says who it is and proves that it knows what it does not know (asked once a run). */
export async function introduced(driver: Driver): Promise<Hello> {
  const hello = await driver.hello();
  const nonsense = 'ringproof-nonsense' as MethodName;
  const answer = await driver.request(nonsense, {}).then(
    () => 'answered with a result',
    (error: unknown) => (error instanceof MethodError ? probeStory[error.kind](error.message) : String(error)),
  );
  if (answer !== null) {
    throw new DriverError(
      'DRIVER_DISHONEST',
      `asked for a method that does not exist, the driver of ${hello.name} ${answer}`,
      {
        hint: 'a driver answers each request once, and what it does not know with error "unsupported"; see docs/drivers.md',
        log: driver.log(),
      },
    );
  }
  return hello;
}

/** What a driver may do with a request that it cannot know; null for the one right answer. */
const probeStory: Record<FailureKind, (message: string) => string | null> = {
  unsupported: () => null,
  invalid: () => 'answered with error "invalid"',
  failed: () => 'answered with error "failed"',
  timeout: () => 'did not answer in time',
  crashed: (message) => `died: ${message.split('\n', 1)[0]}`,
};
