import '@testing-library/jest-dom';
import { configure } from '@testing-library/react';

// How long a page takes to draw in jsdom depends on what else the machine does.
jest.setTimeout(180_000);
configure({ asyncUtilTimeout: 20_000 });

// jsdom's files cannot be read the way browsers' can.
File.prototype.arrayBuffer ??= function arrayBuffer(this: File) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result as ArrayBuffer);
    reader.onerror = () => reject(reader.error);
    reader.readAsArrayBuffer(this);
  });
};
