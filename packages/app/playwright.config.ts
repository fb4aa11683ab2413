import { defineConfig } from '@playwright/test';

/** Runs against the portal that `npm run test:e2e` has built and started. */
export default defineConfig({
  testDir: './e2e-tests',
  outputDir: '../../test-results/e2e',
  timeout: 120_000,
  expect: { timeout: 20_000 },
  // the tests share one portal, and one of them deletes what others may look at
  workers: 1,
  forbidOnly: Boolean(process.env.CI),
  use: {
    baseURL: process.env.STRONGROOM_URL,
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env.CHROMIUM,
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
