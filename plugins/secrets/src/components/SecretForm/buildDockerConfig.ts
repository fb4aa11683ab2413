import { SecretFormValues } from './formValues';

/**
 * A registry login as `docker login` writes it.
 * @see https://kubernetes.io/docs/tasks/configure-pod-container/pull-image-private-registry/
 * @internal
 */
export function buildDockerConfig(docker: SecretFormValues['docker']): string {
  const { server, username, password, email } = docker;
  return JSON.stringify({
    auths: {
      [server]: {
        username,
        password: password.text,
        ...(email && { email }),
        auth: base64OfText(`${username}:${password.text}`),
      },
    },
  });
}

function base64OfText(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
