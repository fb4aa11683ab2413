import { Detector } from './types';
import { concurrentWriter } from './kinds/concurrentWriter';
import { expiringCertificate } from './kinds/expiringCertificate';
import { foreignPath } from './kinds/foreignPath';
import { interruptedOperation } from './kinds/interruptedOperation';
import { leftoverKeys } from './kinds/leftoverKeys';
import { leftoverObject } from './kinds/leftoverObject';
import { missingReference } from './kinds/missingReference';
import { orphanedPushSecret } from './kinds/orphanedPushSecret';
import { orphanedSecret } from './kinds/orphanedSecret';
import { orphanedValue } from './kinds/orphanedValue';
import { pushSecretLost } from './kinds/pushSecretLost';
import { sourceMissing } from './kinds/sourceMissing';
import { storeChanged } from './kinds/storeChanged';
import { stuckDelete } from './kinds/stuckDelete';
import { valueMissing } from './kinds/valueMissing';

/** All kinds, in the order in which equally serious ones are shown. */
export const DETECTORS: readonly Detector[] = [
  stuckDelete,
  sourceMissing,
  pushSecretLost,
  valueMissing,
  foreignPath,
  missingReference,
  interruptedOperation,
  concurrentWriter,
  storeChanged,
  leftoverObject,
  leftoverKeys,
  orphanedPushSecret,
  orphanedSecret,
  orphanedValue,
  expiringCertificate,
];
