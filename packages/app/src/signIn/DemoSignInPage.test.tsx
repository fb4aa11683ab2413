import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { DemoSignInPage } from './DemoSignInPage';
import { ROLES } from './roles';

const NOW = 1_800_000_000_000;

/** A token that ends so many seconds after NOW; its signature is of no interest here. */
function tokenEnding(seconds: number): string {
  const payload = btoa(JSON.stringify({ exp: NOW / 1000 + seconds }));
  return `header.${payload}.signature`;
}

function answer(token: string) {
  return Response.json({
    backstageIdentity: {
      token,
      identity: {
        type: 'user',
        userEntityRef: 'user:default/payments-dev',
        ownershipEntityRefs: ['user:default/payments-dev'],
      },
    },
    profile: { displayName: 'payments-dev' },
  });
}

describe('DemoSignInPage', () => {
  const fetchMock = jest.fn();
  const { fetch } = global;

  beforeEach(() => {
    global.fetch = fetchMock;
    jest.spyOn(Date, 'now').mockReturnValue(NOW);
    sessionStorage.clear();
  });
  afterEach(() => {
    global.fetch = fetch;
    fetchMock.mockReset();
    jest.restoreAllMocks();
  });

  it('tells what each role may do, signs in under one, and again after a reload', async () => {
    fetchMock.mockImplementation(async () => answer(tokenEnding(3600)));
    const signedIn = jest.fn();
    const { unmount } = await renderInTestApp(
      <DemoSignInPage onSignInSuccess={signedIn} />,
    );
    for (const { name, sentence } of ROLES) {
      expect(screen.getByRole('heading', { name })).toBeInTheDocument();
      expect(screen.getByText(sentence)).toBeInTheDocument();
    }
    await userEvent.click(
      screen.getByRole('button', { name: 'Sign in as payments-dev' }),
    );
    await waitFor(() => expect(signedIn).toHaveBeenCalledTimes(1));
    const [url, init] = fetchMock.mock.calls[0];
    expect(url).toMatch(/\/api\/auth\/demo\/refresh\?user=payments-dev$/);
    expect(init.headers).toEqual({ 'X-Requested-With': 'XMLHttpRequest' });
    const [identity] = signedIn.mock.calls[0];
    expect(await identity.getBackstageIdentity()).toMatchObject({
      userEntityRef: 'user:default/payments-dev',
    });
    unmount();

    const again = jest.fn();
    await renderInTestApp(<DemoSignInPage onSignInSuccess={again} />);
    await waitFor(() => expect(again).toHaveBeenCalledTimes(1));

    await identity.signOut();
    expect(sessionStorage).toHaveLength(0);
  });

  it('renews the token a minute before it ends, once for all who ask', async () => {
    fetchMock.mockImplementationOnce(async () => answer(tokenEnding(90)));
    const signedIn = jest.fn();
    await renderInTestApp(<DemoSignInPage onSignInSuccess={signedIn} />);
    await userEvent.click(
      screen.getByRole('button', { name: 'Sign in as payments-dev' }),
    );
    await waitFor(() => expect(signedIn).toHaveBeenCalled());
    const [identity] = signedIn.mock.calls[0];
    expect(await identity.getCredentials()).toEqual({ token: tokenEnding(90) });
    expect(fetchMock).toHaveBeenCalledTimes(1);

    fetchMock.mockImplementation(async () => answer(tokenEnding(7200)));
    jest.spyOn(Date, 'now').mockReturnValue(NOW + 31_000);
    const credentials = await Promise.all([
      identity.getCredentials(),
      identity.getCredentials(),
    ]);
    expect(credentials).toEqual([
      { token: tokenEnding(7200) },
      { token: tokenEnding(7200) },
    ]);
    expect(fetchMock).toHaveBeenCalledTimes(2);
  });

  it('says why a sign-in failed, and lets one try again', async () => {
    fetchMock.mockRejectedValueOnce(new TypeError('Failed to fetch'));
    await renderInTestApp(<DemoSignInPage onSignInSuccess={jest.fn()} />);
    await userEvent.click(
      screen.getByRole('button', { name: 'Sign in as guest' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The backend does not answer. Is it running?',
    );
    expect(
      screen.getByRole('button', { name: 'Sign in as guest' }),
    ).toBeEnabled();
    expect(sessionStorage).toHaveLength(0);
  });
});
