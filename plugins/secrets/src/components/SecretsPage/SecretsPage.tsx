import { Route, Routes } from 'react-router-dom';
import { SecretsQueryProvider } from '../../queries';
import { SecretsGate } from './SecretsGate';

/**
 * Settings → Secrets, for both frontend systems.
 * Its own addresses are `<namespace>` and `<namespace>/<name>` beneath the address of the tab.
 * @public
 */
export function SecretsPage() {
  return (
    <SecretsQueryProvider>
      <Routes>
        <Route path="*" element={<SecretsGate />} />
      </Routes>
    </SecretsQueryProvider>
  );
}
