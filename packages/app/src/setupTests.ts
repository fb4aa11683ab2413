import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// How long a page takes to draw in jsdom depends on what else the machine does.
jest.setTimeout(180_000);
configure({ asyncUtilTimeout: 20_000 });
