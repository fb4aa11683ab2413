import { RenderedPage } from './renderSecretsPage';

/** Looks for a value in everything that a browser and the page may keep. */
export function expectNoTrace(page: RenderedPage, canary: string): void {
  expect(document.documentElement.outerHTML).not.toContain(canary);
  for (const field of document.querySelectorAll('input, textarea')) {
    expect((field as HTMLInputElement).value).not.toContain(canary);
  }
  const stored = JSON.stringify([
    { ...localStorage },
    { ...sessionStorage },
    page.storage.forBucket('secrets').snapshot('namespace').value ?? '',
  ]);
  expect(stored).not.toContain(canary);
  expect(page.address()).not.toContain(canary);
  expect(JSON.stringify(page.analytics.getEvents())).not.toContain(canary);
}
