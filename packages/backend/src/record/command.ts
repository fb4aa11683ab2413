import { describeVerification } from './describeVerification';
import { verifyInstallation } from './verifyInstallation';

/** `npm run record:verify`: ends with 0 when the record is intact, 1 when it is broken, 2 when it cannot be verified. */
verifyInstallation(process.argv.slice(2), process.env).then(
  verification => {
    console.log(describeVerification(verification));
    process.exit(verification.intact ? 0 : 1);
  },
  error => {
    console.error(`The record cannot be verified: ${error.message}`);
    process.exit(2);
  },
);
